// SPDX-License-Identifier: MIT
// The connections that are open: few, so that who opens many harms nobody but himself.
#pragma once

#include <gio/gio.h>

#include <cstdint>
#include <list>
#include <memory>

#include "gst_ptr.hpp"

namespace shm::camera {

using AddressPtr = std::unique_ptr<GSocketAddress, GstRelease>;

class Visits {
 public:
  static constexpr std::size_t most = 32;

  Visits() = default;
  ~Visits();
  Visits(const Visits&) = delete;
  Visits& operator=(const Visits&) = delete;

  /// Counts a connection as long as it is there. Where there are too many the oldest goes that has
  /// not shown the token, or, where all have, this one: false.
  bool admit(GSocketConnection* connection);
  /// It has shown the token.
  void trust(GSocketAddress* from);
  /// Nothing more is said to who comes from that port.
  void end_answer(std::uint16_t port);

 private:
  struct Visit {
    GSocketConnection* connection;
    std::uint16_t port;
    bool trusted;
    bool sent_off;
  };

  static void on_gone(gpointer self, GObject* connection);
  bool make_room();

  std::list<Visit> open_;
};

/// Where a connection comes from.
std::uint16_t port_of(GSocketAddress* address);

}  // namespace shm::camera

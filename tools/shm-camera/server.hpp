// SPDX-License-Identifier: MIT
// HTTP on this machine's own address, for who has the token.
#pragma once

#include <gio/gio.h>

#include <functional>
#include <memory>
#include <string>

#include "gst_ptr.hpp"
#include "shm-camera/gate.hpp"
#include "shm-camera/http.hpp"
#include "shm-camera/visits.hpp"

using SoupServer = struct _SoupServer;                // NOLINT: theirs
using SoupServerMessage = struct _SoupServerMessage;  // NOLINT: theirs

namespace shm::camera {

struct Port {
  unsigned number = 0;  ///< 0: any that is free
  bool or_any = false;  ///< where that one is taken
};

class Server {
 public:
  /// `terms` says what a request to a path needs. Throws Error where the port is taken.
  Server(const Port& port, const std::string& token, Handler handler,
         std::function<Terms(const std::string& path)> terms);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  unsigned port() const { return gate_->port(); }
  /// With the token, for the browser.
  std::string page() const { return gate_->page(); }

 private:
  struct Callbacks;
  unsigned listen(const Port& port);
  void accept(GSocketConnection* connection);
  void admit(SoupServerMessage* message, const char* path);
  void refuse(SoupServerMessage* message, const Visitor& visitor, unsigned status,
              const std::string& why);
  void handle(SoupServerMessage* message, const char* path, GHashTable* query);

  Handler handler_;
  std::function<Terms(const std::string&)> terms_;
  Visits visits_;
  std::unique_ptr<SoupServer, GstRelease> soup_;
  std::unique_ptr<GSocketService, GstRelease> service_;
  std::unique_ptr<Gate> gate_;
};

}  // namespace shm::camera

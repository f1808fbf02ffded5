// SPDX-License-Identifier: MIT
// Who is let in: this user's own page and programs on this machine, and nobody else.
#pragma once

#include <cstddef>
#include <string>

namespace shm::camera {

/// What a request says of where it comes from; empty where it says nothing.
struct Visitor {
  std::string host;
  std::string origin;
  std::string site;           ///< Sec-Fetch-Site
  std::string authorization;  ///< "Bearer TOKEN"
  std::string transfer;       ///< Transfer-Encoding
  std::size_t length = 0;     ///< of its body
};

class Gate {
 public:
  Gate(std::string token, unsigned port);

  /// Whether it was sent to this address by a page of it, or by no page at all: other sites cannot
  /// send, and names that point here do not count.
  bool is_ours(const Visitor& visitor) const;
  /// Whether it has the token, which is compared in constant time.
  bool is_known(const Visitor& visitor) const;

  unsigned port() const { return port_; }
  std::string address() const;  ///< "http://127.0.0.1:PORT"
  /// The same with the token in its fragment, which browsers send to nobody.
  std::string page() const;

 private:
  std::string token_;
  unsigned port_;
};

/// 128 random bits of the kernel's, in hexadecimal.
std::string random_token();

}  // namespace shm::camera

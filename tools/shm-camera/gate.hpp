// SPDX-License-Identifier: MIT
// Who is let in: this user's own page and programs on this machine, and nobody else.
#pragma once

#include <cstddef>
#include <string>

namespace shm::camera {

/// What a request says of where it comes from; empty where it says nothing.
struct Visitor {
  std::string method;
  std::string host;
  std::string origin;
  std::string site;  ///< Sec-Fetch-Site
  std::string cookie;
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
  /// Whether it has the token.
  bool is_known(const Visitor& visitor) const;
  /// In constant time.
  bool is_token(const std::string& given) const;

  /// What a browser keeps once it came with the token.
  std::string cookie() const;
  std::string address() const;  ///< "http://127.0.0.1:PORT"
  std::string page() const;     ///< the same with the token

 private:
  std::string cookie_name() const;

  std::string token_;
  unsigned port_;
};

/// 128 random bits of the kernel's, in hexadecimal.
std::string random_token();

}  // namespace shm::camera

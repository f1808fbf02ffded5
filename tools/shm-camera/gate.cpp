// SPDX-License-Identifier: MIT
// Who is let in: this user's own page and programs on this machine, and nobody else.
#include "shm-camera/gate.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "shm/error.hpp"

namespace shm::camera {
namespace {

std::string bearer(const std::string& authorization) {
  constexpr const char* scheme = "Bearer ";
  return authorization.starts_with(scheme) ? authorization.substr(std::strlen(scheme)) : "";
}

}  // namespace

Gate::Gate(std::string token, unsigned port) : token_(std::move(token)), port_(port) {}

bool Gate::is_ours(const Visitor& visitor) const {
  const std::string port = std::string(":").append(std::to_string(port_));
  if (visitor.host != "127.0.0.1" + port && visitor.host != "localhost" + port) return false;
  if (!visitor.origin.empty() && visitor.origin != "http://" + visitor.host) return false;
  return visitor.site.empty() || visitor.site == "same-origin" || visitor.site == "none";
}

bool Gate::is_known(const Visitor& visitor) const {
  const std::string given = bearer(visitor.authorization);
  unsigned differing = given.size() == token_.size() ? 0 : 1;
  for (std::size_t i = 0; i < token_.size(); ++i)
    differing |= unsigned(token_[i]) ^ unsigned(i < given.size() ? given[i] : 0);
  return differing == 0;
}

std::string Gate::address() const {
  return "http://127.0.0.1:" + std::to_string(port_);
}

std::string Gate::page() const {
  return address() + "/#token=" + token_;
}

std::string random_token() {
  std::array<unsigned char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != ssize_t(bytes.size()))
    throw Error("no random numbers: " + std::string(std::strerror(errno)));
  constexpr const char* digits = "0123456789abcdef";
  std::string token;
  for (const unsigned char byte : bytes) {
    token += digits[byte >> 4U];
    token += digits[byte & 15U];
  }
  return token;
}

}  // namespace shm::camera

// SPDX-License-Identifier: MIT
// A request that was let in, and its answer.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>

namespace shm::camera {

struct Request {
  std::string method;
  std::string path;
  std::map<std::string, std::string> query;
  std::string body;
};

struct Response {
  unsigned status = 200;
  std::string type;
  std::string body;
  std::map<std::string, std::string> headers = {};
};

/// What a request to a path has to bring, and may.
struct Terms {
  bool with_token = true;
  std::size_t most_bytes = 0;  ///< of its body
};

/// {"error": WHY}
Response refusal(unsigned status, const std::string& why);

/// Answers now or later, once.
using Reply = std::function<void(const Response&)>;
using Handler = std::function<void(const Request&, const Reply&)>;

}  // namespace shm::camera

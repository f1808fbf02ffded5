// SPDX-License-Identifier: MIT
// A request that was let in, and its answer.
#include "shm-camera/http.hpp"

#include <nlohmann/json.hpp>

namespace shm::camera {

Response refusal(unsigned status, const std::string& why) {
  const nlohmann::json content = {{"error", why}};
  return {status, "application/json",
          content.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"};
}

}  // namespace shm::camera

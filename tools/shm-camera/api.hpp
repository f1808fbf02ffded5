// SPDX-License-Identifier: MIT
// What the page and programs can ask for.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "shm-camera/camera.hpp"
#include "shm-camera/http.hpp"
#include "shm-camera/matte.hpp"
#include "shm-camera/pictures.hpp"

namespace shm::camera {

/// docs/camera.md lists the routes.
class Api {
 public:
  /// `changed` is told when there is something to be kept for the next start.
  Api(Camera& camera, Matte& matte, const Pictures& pictures, std::function<void()> changed);

  void handle(const Request& request, const Reply& reply) const;
  /// The page's own files hold no secret; all else wants the token.
  static Terms terms(const std::string& path);

 private:
  using Route = std::function<Response(const Request&)>;

  void add_camera_routes();
  void add_matte_routes();
  void add_picture_routes();
  void add_page();
  Response answer(const Request& request) const;
  void answer_frame(const Request& request, const Reply& reply) const;

  nlohmann::json state() const;
  nlohmann::json properties() const;
  void set_properties(const nlohmann::json& values) const;
  void choose(const std::string& camera) const;

  Camera& camera_;
  Matte& matte_;
  const Pictures& pictures_;
  std::function<void()> changed_;
  std::map<std::string, Route> routes_;  ///< by "METHOD PATH"
};

}  // namespace shm::camera

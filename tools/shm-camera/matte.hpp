// SPDX-License-Identifier: MIT
// The element as the camera has it: it holds the settings while no camera is open, too.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "gst_ptr.hpp"

namespace shm::camera {

/// What a virtual camera never does is fixed: its frames have no alpha, so they are composites, and
/// where matting fails nothing of the room is shown. `enabled` alone shows the room.
class Matte {
 public:
  Matte();

  GstElement* get() const { return element_.get(); }

  /// Of all properties that may change while frames flow: describe() and the value.
  nlohmann::json properties() const;
  nlohmann::json values() const;
  /// {NAME: VALUE, ...}: all of them, or none. Throws InvalidOption.
  void set(const nlohmann::json& values);

  std::vector<std::string> presets() const;
  /// Throws InvalidOption where there is none of that name.
  void load_preset(const std::string& name);

  nlohmann::json stats() const;

  /// What differs from a new one's, as text, for the next start.
  std::map<std::string, std::string> changed() const;
  /// Of any property that is not fixed. Throws InvalidOption.
  void set_text(const std::string& name, const std::string& text);

 private:
  void hold_fixed();

  ElementPtr element_;
};

}  // namespace shm::camera

#pragma once

#include <mutex>

#include "shm/compositor.hpp"
#include "shm/matter.hpp"

namespace shm {

/// What becomes of a frame that could not be matted.
enum class OnError { transparent, hold, pass, error };

/// What a user can set.
struct Settings {
  MatterOptions matter;
  MatteOptions matte;
  Look look;
  Output output = Output::cutout;
  OnError on_error = OnError::transparent;
};

/// Settings that any thread may change while the streaming thread reads them.
class SharedSettings {
 public:
  Settings snapshot() const {
    const std::lock_guard lock(mutex_);
    return settings_;
  }

  template <typename Change>
  void change(Change change) {
    const std::lock_guard lock(mutex_);
    change(settings_);
  }

 private:
  mutable std::mutex mutex_;
  Settings settings_;
};

}  // namespace shm

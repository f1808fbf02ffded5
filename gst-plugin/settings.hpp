// SPDX-License-Identifier: MIT
// What a user can set, as one copy that a frame is worked with.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "shm/compositor.hpp"
#include "shm/matter.hpp"

namespace shm {

/// What becomes of a frame that could not be matted.
enum class OnError { transparent, hold, pass, error };

/// What a user can set.
struct Settings {
  ModelOptions matter;
  FrameOptions matte = {.skip_static = true};  ///< which counts for live streams alone
  int interval = 0;  ///< FrameOptions::interval; 0: what a live stream keeps up with
  Look look;
  /// background-color stands in for a transparent background, where downstream takes no alpha or
  /// would show the room that was out of sight.
  bool stand_in = false;
  /// Downstream drops the alpha that would hide the room, and has done so since the stream began.
  bool room_in_sight = false;
  Output output = Output::cutout;
  std::optional<Output> shown;  ///< in place of `output`, where downstream cannot take that
  OnError on_error = OnError::transparent;
  bool enabled = true;
  int transition = 250;    ///< ms
  int stats_interval = 0;  ///< ms; 0: statistics are not told

  static constexpr int longest_transition = 10000;
  static constexpr int longest_stats_interval = 3600000;
};

inline Output effective_output(const Settings& settings) {
  return settings.shown.value_or(settings.output);
}

/// What stands behind the person in the end: a composite has a background, the colour where none
/// was chosen.
inline Background effective_background(const Settings& settings) {
  const bool none = settings.look.background == Background::transparent;
  const bool needs_one = effective_output(settings) == Output::composite || settings.stand_in;
  return none && needs_one ? Background::color : settings.look.background;
}

/// Whether the frame's own colours are asked for where alpha is 0: who drops alpha sees the room.
inline bool has_room_under_alpha(const Settings& settings) {
  return effective_output(settings) == Output::cutout &&
         effective_background(settings) == Background::transparent &&
         settings.look.alpha_mode == AlphaMode::straight;
}

/// What a frame was shown as: another one may have the room where this one must not.
inline auto presentation(const Settings& settings) {
  return std::tuple(effective_output(settings), effective_background(settings),
                    settings.look.alpha_mode);
}
using Presentation = decltype(presentation(Settings()));

/// Settings that any thread may change while the streaming thread reads them. A change makes new
/// ones; a snapshot is a reference to those of its moment and allocates nothing.
class SharedSettings {
 public:
  using Snapshot = std::shared_ptr<const Settings>;

  Snapshot snapshot() const {
    const std::lock_guard lock(mutex_);
    return settings_;
  }

  template <typename Change>
  void change(Change change) {
    const std::lock_guard lock(mutex_);
    auto changed = std::make_shared<Settings>(*settings_);
    change(*changed);
    settings_ = std::move(changed);
  }

 private:
  mutable std::mutex mutex_;
  Snapshot settings_ = std::make_shared<const Settings>();
};

}  // namespace shm

// SPDX-License-Identifier: MIT
// What stands behind a person: its picture is read beside a live stream, whose frames do not wait.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>

#include "failure.hpp"
#include "shm/compositor.hpp"
#include "shm/library.hpp"

namespace shm {

/// The compositor at work. Where another picture is asked for while frames of a live stream flow,
/// one that has it is made aside, and what was shown goes on until it changes hands between two
/// frames.
class Backdrop {
 public:
  /// Whether frames come as they happen: others wait for a picture.
  void set_live(bool live) { live_ = live; }
  void close();

  /// Before a frame: takes over what was made aside, and begins with what `look` wants on such a
  /// `canvas`. What failed there is as refuse() has it.
  std::optional<Failure> take_over(const Library& library, const Look& look,
                                   const ImageView& canvas);
  /// What of `look` can be shown now.
  Look showable(const Look& look);
  /// `background-color` stands in for the picture, until another, or another background, is set.
  void refuse(const std::string& image);

  Compositor& compositor() { return *compositor_; }

 private:
  using Loaded = std::unique_ptr<Compositor>;

  bool comes_later(const Look& look) const;
  void adopt(std::future<Loaded> loaded, const std::string& wanted_image);
  void load_aside(const Library& library, const Look& look, const ImageView& canvas);

  bool live_ = false;
  Loaded compositor_;
  std::string image_;  ///< that compositor_ has; empty: none
  std::optional<Look> shown_;
  std::optional<std::string> refused_image_;
  std::string next_image_;  ///< being loaded aside
  std::future<Loaded> loading_;
};

}  // namespace shm

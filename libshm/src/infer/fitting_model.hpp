// SPDX-License-Identifier: MIT
// Which of the models beside the library a machine has the time for.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "shm/matter.hpp"

namespace shm {

/// Of one thread's time at a frame of 640x480: beyond that it does not keep up with 30 a second.
inline constexpr std::chrono::milliseconds longest_look{33};

/// What a choice is made with.
struct ModelTrial {
  std::function<std::unique_ptr<Matter>(const ModelOptions&)> open;
  std::function<std::chrono::nanoseconds()> processor_time;  ///< of this thread, and for it
  std::filesystem::path memory;  ///< a text file that keeps what was chosen; empty: nothing does
};

/// Opens `default`, or `eco` where that takes the CPU longer than longest_look to look once. A
/// machine is measured once for each precision and device, and again where the memory is gone or
/// cannot be written. `options.model` does not count. Throws as `trial.open` does.
std::unique_ptr<Matter> open_fitting(const ModelOptions& options, const ModelTrial& trial);

/// shmmatting/fitting-model in $XDG_CACHE_HOME or ~/.cache; empty where neither is known: of the
/// two, absolute paths count.
std::filesystem::path fitting_model_memory();

}  // namespace shm

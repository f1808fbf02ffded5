// SPDX-License-Identifier: MIT
// Which of the models beside the library a machine has the time for.
#include "infer/fitting_model.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>

#include "base/fnv_hash.hpp"
#include "shm/error.hpp"
#include "shm/machine.hpp"
#include "shm/options.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr const char* best = "default";
constexpr const char* quick = "eco";

/// What the time of a look depends on.
std::string kind_of_work(const ModelOptions& options) {
  std::ostringstream text;
  text << processor_name() << vector_unit_in_use() << SHM_VERSION << options.device
       << choice_text(options.precision);
  return hash_text(fnv_hash(text.str()));
}

std::string content(const fs::path& memory) {
  try {
    return fs::is_regular_file(memory) ? read_whole_file(memory)
                                       : "";  // a pipe would be waited for
  } catch (const std::exception&) {
    return {};
  }
}

/// The model's name, empty where none is known.
std::string recall(const fs::path& memory, const std::string& work) {
  std::istringstream lines(content(memory));
  for (std::string kind, model; lines >> kind >> model;)
    if (kind == work && (model == best || model == quick)) return model;
  return {};
}

void remember(const fs::path& memory, const std::string& work, const std::string& model) {
  std::error_code unknown;
  if (memory.empty() || (fs::exists(memory, unknown) && !fs::is_regular_file(memory, unknown)))
    return;
  try {
    fs::create_directories(memory.parent_path());
    write_whole_file(memory, content(memory) + work + ' ' + model + '\n', Outlives::process);
  } catch (const std::exception&) {
    return;  // measured again next time
  }
}

/// Time of the processor's, not of the clock's: what else the machine does hardly counts.
std::chrono::nanoseconds time_of_a_look(Matter& matter, const ModelTrial& trial) {
  constexpr int width = 640, height = 480, looks = 5;
  const FrameOptions options{.zoom = false, .single = true, .threads = 1};
  const Image frame(width, height, PixelFormat::rgb);
  Image alpha(width, height, PixelFormat::gray);
  matter.prepare(width, height, options);
  auto least = std::chrono::nanoseconds::max();
  for (int look = 0; look < looks; ++look) {
    const auto before = trial.processor_time();
    matter.matte(frame, options, alpha);
    least = std::min(least, trial.processor_time() - before);
  }
  matter.reset();
  return least;
}

std::unique_ptr<Matter> open_named(const ModelTrial& trial, ModelOptions options,
                                   const std::string& model) {
  options.model = model;
  return trial.open(options);
}

/// An installation may lack the quick one.
std::unique_ptr<Matter> open_quick(const ModelTrial& trial, const ModelOptions& options) {
  try {
    return open_named(trial, options, quick);
  } catch (const NotFound&) {
    return open_named(trial, options, best);
  }
}

}  // namespace

std::unique_ptr<Matter> open_fitting(const ModelOptions& options, const ModelTrial& trial) {
  const std::string work = kind_of_work(options), known = recall(trial.memory, work);
  if (known == quick) return open_quick(trial, options);
  std::unique_ptr<Matter> matter = open_named(trial, options, best);
  if (known == best || matter->info().device != "cpu") return matter;
  const bool fitting = time_of_a_look(*matter, trial) <= longest_look;
  remember(trial.memory, work, fitting ? best : quick);
  return fitting ? std::move(matter) : open_quick(trial, options);
}

fs::path fitting_model_memory() {
  // Relative ones are invalid, as the XDG Base Directory Specification has it.
  const auto folder = [](const char* variable) -> fs::path {
    const char* const value = std::getenv(variable);
    return value == nullptr || *value != '/' ? "" : value;
  };
  fs::path cache = folder("XDG_CACHE_HOME");
  const fs::path home = folder("HOME");
  if (cache.empty() && !home.empty()) cache = home / ".cache";
  return cache.empty() ? cache : cache / "shmmatting" / "fitting-model";
}

}  // namespace shm

// SPDX-License-Identifier: MIT
// Where the files of a run lie.

#include "train/run_folder.hpp"

#include "shm/error.hpp"
#include "shm/train_options.hpp"
#include "shm/whole_file.hpp"

namespace shm {

namespace fs = std::filesystem;

namespace {

/// The outermost folder that has to be made for this one; empty where it is there.
fs::path outermost_missing(const fs::path& folder) {
  fs::path missing;
  for (fs::path part = folder; !part.empty() && !fs::exists(part); part = part.parent_path())
    missing = part;
  return missing;
}

}  // namespace

RunFolder::RunFolder(const TrainOptions& options)
    : root_(options.run), models_(options.run / "model"), phase_(choice_text(options.phase)) {}

fs::path RunFolder::of_epoch(int epoch) const {
  return models_ / ("ckpt_" + phase_ + "_" + std::to_string(epoch) + ".safetensors");
}

void RunFolder::check(TrainStart start) const {
  if (start == TrainStart::fresh && fs::exists(last()))
    throw InvalidOption("load: " + root_.string() +
                        " holds a run already: resume it, begin with its weights (finetuning), or "
                        "take another folder");
  if (start != TrainStart::fresh && !fs::exists(last()))
    throw NotFound("no checkpoint to begin with: " + last().string());
}

void RunFolder::prepare() {
  made_ = outermost_missing(root_);
  std::error_code error;
  fs::create_directories(models_, error);
  if (error) throw WriteError("cannot make " + models_.string() + ": " + error.message());
  remove_leftovers(models_, [](const std::string&) { return true; });
}

void RunFolder::withdraw() const {
  if (made_.empty()) return;
  std::error_code error;
  fs::remove_all(root_, error);
  // Those around it may have got something else by now, which keeps them.
  for (fs::path part = root_; part != made_ && !error; fs::remove(part, error))
    part = part.parent_path();
}

}  // namespace shm

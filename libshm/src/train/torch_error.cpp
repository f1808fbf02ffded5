// SPDX-License-Identifier: MIT
// What LibTorch throws, in words for a user.

#include "train/torch_error.hpp"

#include <c10/util/Exception.h>

#include <new>

#include "shm/error.hpp"

namespace shm {
namespace {

std::string sizes_of(const TrainOptions& options) {
  return "train_batch " + std::to_string(options.batch) + " and patch_size " +
         std::to_string(options.samples.patch_size);
}

[[noreturn]] void fail_for_memory(const TrainOptions& options) {
  throw DeviceError("there is not enough memory for " + sizes_of(options) + ": lower one of them");
}

[[noreturn]] void fail(const std::string& text, const TrainOptions& options) {
  if (text.find("more than 1 value per channel") != std::string::npos)
    throw InvalidOption(sizes_of(options) +
                        ": they leave batch normalisation a single value a channel; raise one of "
                        "them, or set freeze-batch-norm");
  if (text.find("out of memory") != std::string::npos ||
      text.find("allocate memory") != std::string::npos)
    fail_for_memory(options);
  throw DeviceError("device: " + options.device + " failed: " + text);
}

}  // namespace

std::string first_line(const std::exception& error) {
  const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  const std::string text =
      torch_error == nullptr ? error.what() : torch_error->what_without_backtrace();
  return text.substr(0, text.find('\n'));
}

void rethrow_in_words(const TrainOptions& options) {
  try {
    throw;
  } catch (const c10::Error& error) {
    fail(first_line(error), options);
  } catch (const std::bad_alloc&) {
    fail_for_memory(options);
  }
}

}  // namespace shm

// SPDX-License-Identifier: MIT
// A batch on the terminal.
#pragma once

#include <optional>
#include <string>

#include "common/progress.hpp"
#include "shm/batch.hpp"

namespace shm::tools {

/// Shows a batch on the terminal, and stops it at Ctrl-C.
class Console : public BatchObserver {
 public:
  void started(const BatchPlan& plan) override;
  void finished(const std::string& name) override;
  void fault(const Fault& fault) override;
  void noted(const Fault& note) override;
  bool stop() override;

  /// Prints the last state of the progress.
  void finish() { progress_.reset(); }

 private:
  void say(const std::string& line);

  std::optional<Progress> progress_;
  bool stopping_ = false;
  bool failed_ = false;  ///< the picture that finished() is called of next
};

/// "212 MiB".
std::string memory_text(std::size_t bytes);

}  // namespace shm::tools

// SPDX-License-Identifier: MIT
// shm-train: trains the networks.

#include <cstdio>
#include <optional>
#include <string>

#include "common/program.hpp"
#include "common/progress.hpp"
#include "export.hpp"
#include "options.hpp"
#include "sleeping_threads.hpp"

namespace shm::tools {
namespace {

std::string text_of(const TrainProgress& now) {
  char text[160];
  std::snprintf(text, sizeof text,
                "epoch %d/%d, loss %.4f (alpha %.4f, trimap %.4f), waiting %.1f%%", now.epoch,
                now.epochs, now.loss.total, now.loss.alpha, now.loss.trimap, 100 * now.waiting);
  return text;
}

/// What a run tells, on the terminal.
class Console {
 public:
  TrainEvents events() {
    return {[this](const TrainProgress& now) { show(now); },
            [this](const std::string& line) { say(line); }, interrupted};
  }
  void finish() { progress_.reset(); }

 private:
  void show(const TrainProgress& now) {
    if (!progress_) progress_.emplace("steps", now.steps - now.step + 1);
    progress_->note(text_of(now));
    progress_->advance();
  }
  void say(const std::string& line) {
    if (progress_)
      progress_->say(line);
    else
      std::fprintf(stderr, "%s\n", line.c_str());
  }

  std::optional<Progress> progress_;
};

Outcome run(const TrainOptions& options) {
  Console console;
  const TrainOutcome outcome = train(options, console.events());
  console.finish();
  std::printf(
      "%s after %d epochs, %lld steps (%lld skipped), %lld unusable samples, %.1f%% of the "
      "time waiting for samples\n%s\n",
      outcome.stopped ? "stopped" : "finished", outcome.epochs, (long long)outcome.steps,
      (long long)outcome.skipped, (long long)outcome.bad_samples, 100 * outcome.waiting,
      outcome.checkpoint.c_str());
  return Outcome::success;
}

}  // namespace
}  // namespace shm::tools

int main(int argc, char** argv) {
  using namespace shm::tools;
  let_waiting_threads_sleep(argv);
  Program program("shm-train",
                  "Trains the networks: first T-Net (--train_phase pre_train_t_net), then both.\n"
                  "Several processes, as torchrun starts them, share each batch.");
  Options options;
  Export model_export;
  options.add_to(program.cli());
  model_export.add_to(program.cli());
  program.set_rare({"Data", "Optimiser", "Network", "The original's"});
  program.add_example(
      "shm-train --train_phase pre_train_t_net --data DATA --lr 1e-3 --patch_size 320 --load me",
      "the first phase: T-Net alone");
  program.add_example(
      "shm-train --train_phase end_to_end --finetuning --data DATA --lr 1e-4 --patch_size 320 "
      "--load me",
      "the second: both networks");
  program.add_example("shm-train export ckpt/me/model/ckpt_best.safetensors -o me.safetensors",
                      "a model for use");
  return program.run(argc, argv, [&] {
    return model_export.chosen() ? model_export.run() : run(options.train_options());
  });
}

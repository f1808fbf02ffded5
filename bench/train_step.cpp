// SPDX-License-Identifier: MIT
// Times training steps of the original's networks, as shm-train takes them: 8 pictures of 320x320,
// phase end_to_end. Prints the fastest step in seconds.
//   train-step fp32|bf16 STEPS

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "shm-train/sleeping_threads.hpp"
#include "shm/stop_watch.hpp"
#include "train/adam.hpp"
#include "train/kept_memory.hpp"
#include "train/loss.hpp"

namespace {

shm::SampleBatch random_batch(int pictures, int size) {
  return {torch::randn({pictures, 3, size, size}).contiguous(torch::MemoryFormat::ChannelsLast),
          torch::rand({pictures, 1, size, size}), torch::randint(0, 3, {pictures, size, size})};
}

double seconds_of(shm::MattingNetImpl& network, shm::Adam& adam, const shm::SampleBatch& batch,
                  const shm::TrainOptions& options) {
  const shm::StopWatch watch;
  adam.zero_gradients();
  loss_of(network, batch, options).total.backward();
  adam.step(options.lr);
  return watch.seconds();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: train-step fp32|bf16 STEPS\n");
    return 2;
  }
  shm::tools::let_waiting_threads_sleep(argv);
  shm::keep_memory();
  shm::TrainOptions options;
  options.precision = shm::parse_precision(argv[1]);
  shm::MattingNet network = shm::make_trainable(options.model);
  network->train();
  shm::Adam adam(trained_parameters(*network, options.phase), options.optimizer,
                 options.weight_decay, shm::encoder_prefix, 1);
  const shm::SampleBatch batch = random_batch(8, 320);
  seconds_of(*network, adam, batch, options);
  double fastest = std::numeric_limits<double>::max();
  for (int step = 0; step < std::atoi(argv[2]); ++step)
    fastest = std::min(fastest, seconds_of(*network, adam, batch, options));
  std::printf("%.4f\n", fastest);
  return 0;
}

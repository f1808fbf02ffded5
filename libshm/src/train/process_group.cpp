// SPDX-License-Identifier: MIT
// The processes that train one network together.

#include "train/process_group.hpp"

#define USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <cstdlib>
#include <string>

#include "base/read_number.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

using StorePtr = c10::intrusive_ptr<c10d::Store>;

class SingleProcess : public ProcessGroup {
 public:
  ProcessRank rank() const override { return {}; }
  void average(const std::vector<torch::Tensor>&) override {}
  void broadcast(const std::vector<torch::Tensor>&) override {}
};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0')
    throw InvalidOption(std::string(name) +
                        ": is not set, though WORLD_SIZE says that there are "
                        "several processes");
  return value;
}

int number(const char* name, int low, int high) {
  const std::string text = variable(name);
  int value = 0;
  if (!read_number(text, value) || value < low || value > high)
    throw InvalidOption(std::string(name) + ": " + text + " is not in " + std::to_string(low) +
                        ".." + std::to_string(high));
  return value;
}

/// torchrun keeps the store itself, and starts it again with another prefix after each failure.
bool launcher_keeps_store() {
  const char* value = std::getenv("TORCHELASTIC_USE_AGENT_STORE");
  return value != nullptr && std::string(value) == "True";
}

StorePtr open_store(const ProcessRank& rank, std::chrono::seconds timeout) {
  c10d::TCPStoreOptions options;
  options.port = std::uint16_t(number("MASTER_PORT", 1, 65535));
  options.isServer = rank.rank == 0 && !launcher_keeps_store();
  if (!launcher_keeps_store()) options.numWorkers = std::size_t(rank.processes);
  options.timeout = timeout;
  auto store = c10::make_intrusive<c10d::TCPStore>(variable("MASTER_ADDR"), options);
  if (!launcher_keeps_store()) return store;
  const char* attempt = std::getenv("TORCHELASTIC_RESTART_COUNT");
  const std::string prefix = std::string("shm-train/") + (attempt != nullptr ? attempt : "0");
  return c10::make_intrusive<c10d::PrefixStore>(prefix, store);
}

/// What `work` throws, as an error of another process.
template <typename Work>
void among_processes(const std::string& doing, const Work& work) {
  try {
    work();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    const std::string cause = error.what();
    throw DeviceError(doing + ": another process of the run is gone or too late (" +
                      cause.substr(0, cause.find('\n')) + ")");
  }
}

/// Gloo over TCP; tensors of a GPU go through the host's memory.
class GlooProcessGroup : public ProcessGroup {
 public:
  GlooProcessGroup(const ProcessRank& rank, std::chrono::seconds timeout) : rank_(rank) {
    among_processes("meeting the others at MASTER_ADDR", [&] {
      group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(
          open_store(rank, timeout), rank.rank, rank.processes,
          c10d::ProcessGroupGloo::Options::create_default(timeout));
    });
  }

  ProcessRank rank() const override { return rank_; }

  void average(const std::vector<torch::Tensor>& tensors) override {
    through_one(tensors, [&](std::vector<torch::Tensor>& flat) {
      among_processes("averaging gradients", [&] { group_->allreduce(flat)->wait(); });
      flat[0].div_(rank_.processes);
    });
  }

  void broadcast(const std::vector<torch::Tensor>& tensors) override {
    through_one(tensors, [&](std::vector<torch::Tensor>& flat) {
      among_processes("sharing weights", [&] { group_->broadcast(flat)->wait(); });
    });
  }

 private:
  /// Lets `work` change all tensors as one; they are of one dtype.
  template <typename Work>
  static void through_one(const std::vector<torch::Tensor>& tensors, const Work& work) {
    const torch::NoGradGuard no_gradient;
    std::vector<torch::Tensor> rows;
    for (const torch::Tensor& tensor : tensors)
      rows.push_back(tensor.flatten().cpu());
    std::vector<torch::Tensor> flat{torch::cat(rows)};
    work(flat);
    std::int64_t place = 0;
    for (torch::Tensor tensor : tensors) {
      tensor.copy_(flat[0].narrow(0, place, tensor.numel()).view(tensor.sizes()));
      place += tensor.numel();
    }
  }

  ProcessRank rank_;
  c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

}  // namespace

std::unique_ptr<ProcessGroup> ProcessGroup::from_environment(std::chrono::seconds timeout) {
  const char* world = std::getenv("WORLD_SIZE");
  if (world == nullptr || std::string(world) == "1") return std::make_unique<SingleProcess>();
  ProcessRank rank;
  rank.processes = number("WORLD_SIZE", 2, 4096);
  rank.rank = number("RANK", 0, rank.processes - 1);
  return std::make_unique<GlooProcessGroup>(rank, timeout);
}

}  // namespace shm

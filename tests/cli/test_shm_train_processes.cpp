// SPDX-License-Identifier: MIT
// shm-train in several processes that share each batch.
#include <gmock/gmock.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include <cmath>
#include <cstring>

#include "model/model_file.hpp"
#include "training_run.hpp"

using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

double largest_difference(const shm::Safetensors& a, const shm::Safetensors& b) {
  double largest = 0;
  for (const auto& [name, tensor] : a.tensors()) {
    if (tensor.dtype != shm::DType::f32 || name.starts_with("adam.")) continue;
    const auto& other = b.tensors().at(name);
    for (std::size_t i = 0; i < tensor.bytes.size(); i += sizeof(float)) {
      float x = 0, y = 0;
      std::memcpy(&x, tensor.bytes.data() + i, sizeof x);
      std::memcpy(&y, other.bytes.data() + i, sizeof y);
      largest = std::max(largest, double(std::abs(x - y)));
    }
  }
  return largest;
}

/// Options of one of two processes that share a batch of four.
const std::map<std::string, std::string> half_a_batch = {{"--freeze-batch-norm", ""},
                                                         {"--max-steps", "2"}};

class ShmTrainProcesses : public ShmTrain {
 protected:
  /// Compares a run of two processes with one that has the whole batch to itself.
  void expect_as_of_one_process(const std::string& name) const {
    std::map<std::string, std::string> whole = half_a_batch;
    whole["--train_batch"] = "4";
    ASSERT_EQ(run("shm-train", arguments("one", whole)).exit_code, 0);
    EXPECT_LT(largest_difference(shm::Safetensors::open(checkpoint("one")),
                                 shm::Safetensors::open(checkpoint(name))),
              1e-5);
  }
};

int free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(listener);
  return ntohs(address.sin_port);
}

/// The environment of process `rank` of two.
std::map<std::string, std::string> place(int rank, int port) {
  return {{"MASTER_ADDR", "127.0.0.1"},
          {"MASTER_PORT", std::to_string(port)},
          {"RANK", std::to_string(rank)},
          {"WORLD_SIZE", "2"}};
}

}  // namespace

TEST_F(ShmTrainProcesses, TwoProcessesOfHalfABatchEqualOneOfAWhole) {
  const int port = free_port();
  Process first = start(arguments("two", half_a_batch), place(0, port));
  Process second = start(arguments("two", half_a_batch), place(1, port));
  ASSERT_EQ(first.wait_for(120s), 0) << first.output();
  ASSERT_EQ(second.wait_for(120s), 0) << second.output();
  expect_as_of_one_process("two");
}

TEST_F(ShmTrainProcesses, TorchrunStartsProcessesThatTrainOneNetwork) {
  const std::string python = python_with("torch.distributed.run");
  if (python.empty()) GTEST_SKIP() << "no Python with torchrun: set SHM_PYTHON";
  Arguments command{
      python, "-m",          "torch.distributed.run", "--standalone", "--nproc-per-node",
      "2",    "--no-python", tool("shm-train")};
  for (const std::string& argument : arguments("two", half_a_batch))
    command.push_back(argument);
  Process torchrun(command, folder_ / "torchrun");
  ASSERT_EQ(torchrun.wait_for(120s), 0) << torchrun.output();
  expect_as_of_one_process("two");
}

TEST_F(ShmTrainProcesses, DeadPeerEndsTheOtherWithAWholeCheckpoint) {
  const std::map<std::string, std::string> endless{{"--nEpochs", "100000"}, {"--save-steps", "1"}};
  const int port = free_port();
  Process first = start(arguments("two", endless), place(0, port));
  Process second = start(arguments("two", endless), place(1, port));
  wait_for_checkpoint("two", first);
  second.signal(SIGKILL);
  EXPECT_EQ(first.wait_for(60s), 1) << first.output();
  EXPECT_NO_THROW(shm::ModelFile::open(checkpoint("two")));
}

TEST_F(ShmTrainProcesses, MissingVariableOfSeveralProcessesIsNamed) {
  ::setenv("WORLD_SIZE", "2", 1);
  const Ran ran = run("shm-train", arguments("run"));
  ::unsetenv("WORLD_SIZE");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr("RANK"));
}

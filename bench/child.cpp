// SPDX-License-Identifier: MIT
// Work in a process of its own, for first starts and first memory.
#include "child.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "end_with_parent.hpp"
#include "shm/error.hpp"

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void work_in(int output, const std::function<Json()>& work) {
  std::FILE* const out = ::fdopen(output, "w");
  Json result;
  try {
    result = work();
  } catch (const std::exception& error) {
    result = {{"error", error.what()}};
  }
  std::fputs(result.dump().c_str(), out);
  std::fclose(out);
  ::_exit(0);
}

}  // namespace

Child::Child(const std::function<Json()>& work) {
  int ends[2];
  if (::pipe(ends) != 0) throw Error("pipe: cannot be made");
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) {
    end_with(parent);
    work_in(ends[1], work);
  }
  ::close(ends[1]);
  output_ = ends[0];
  if (process_ > 0) return;
  ::close(output_);
  throw Error("a process: cannot be made");
}

Child::~Child() {
  ::close(output_);
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

Json Child::result() {
  std::string text;
  char block[4096];
  for (ssize_t count; (count = ::read(output_, block, sizeof block)) > 0;)
    text.append(block, std::size_t(count));
  auto result = Json::parse(text, nullptr, false);
  if (result.is_discarded()) throw Error("the process that measured ended early");
  if (result.contains("error")) throw Error(result["error"].get<std::string>());
  return result;
}

}  // namespace shm::bench

#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "end_with_parent.hpp"
#include "shm/error.hpp"

namespace shm::bench {

/// What `work` returns in a process of its own, so that each start and each memory is a first one.
/// This process must not have loaded what is to be measured. Throws what `work` throws, as Error.
template <typename Work>
nlohmann::ordered_json in_child(const Work& work) {
  int ends[2];
  if (::pipe(ends) != 0) throw Error("pipe: cannot be made");
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw Error("a process: cannot be made");
  if (child == 0) {
    end_with(parent);
    std::FILE* const out = ::fdopen(ends[1], "w");
    nlohmann::ordered_json result;
    try {
      result = work();
    } catch (const std::exception& error) {
      result = {{"error", error.what()}};
    }
    std::fputs(result.dump().c_str(), out);
    std::fclose(out);
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string text;
  char block[4096];
  for (ssize_t count; (count = ::read(ends[0], block, sizeof block)) > 0;)
    text.append(block, std::size_t(count));
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  auto result = nlohmann::ordered_json::parse(text, nullptr, false);
  if (result.is_discarded()) throw Error("the process that measured ended early");
  if (result.contains("error")) throw Error(result["error"].get<std::string>());
  return result;
}

}  // namespace shm::bench

// SPDX-License-Identifier: MIT
// Pictures out of files and pipes.
#include "shm-matte/read_input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "common/program.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

/// Standard input itself: it may be a socket, which cannot be opened by a name.
class Pipe {
 public:
  explicit Pipe(const fs::path& name)
      : fd_(name == standard_input ? ::dup(STDIN_FILENO)
                                   : ::open(name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
    if (fd_ < 0) fail();
  }
  ~Pipe() { ::close(fd_); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  /// Waits for it; nothing at the end.
  std::string next() const {
    std::array<char, 1 << 16> bytes{};
    ssize_t size = -1;
    do {
      wait();
      size = ::read(fd_, bytes.data(), bytes.size());
    } while (size < 0 && (errno == EAGAIN || errno == EINTR));
    if (size < 0) fail();
    return {bytes.data(), std::size_t(size)};
  }

 private:
  [[noreturn]] static void fail() {
    throw BadInput(std::string("cannot be read: ") + std::strerror(errno));
  }

  /// In parts, for a signal ends no read.
  void wait() const {
    constexpr int milliseconds = 100;
    pollfd waiting{fd_, POLLIN, 0};
    while (::poll(&waiting, 1, milliseconds) <= 0)
      if (interrupted()) throw Error("interrupted: the rest was not written");
  }

  int fd_;
};

std::string read_pipe(const Pipe& pipe) {
  constexpr std::size_t telling = 64;
  std::string content;
  for (std::string part = pipe.next(); !part.empty(); part = pipe.next()) {
    content += part;
    if (content.size() >= telling && !starts_as_picture(content))
      throw BadInput(
          "no picture that is read: for raw video give --input-format y4m, other videos as files");
  }
  return content;
}

}  // namespace

std::string read_input(const fs::path& input) {
  return fs::is_regular_file(input) ? read_whole_file(input) : read_pipe(Pipe(input));
}

}  // namespace shm::tools

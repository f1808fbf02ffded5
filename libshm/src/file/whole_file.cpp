#include "file/whole_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "shm/error.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file, const std::string& cause) {
  throw WriteError("cannot write " + file.string() + ": " + cause);
}

class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags) : fd_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

void write_all(int fd, std::span<const std::byte> bytes, const fs::path& file) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(file, std::strerror(errno));
    bytes = bytes.subspan(std::size_t(written));
  }
}

void flush_to_disk(const fs::path& path, const fs::path& file) {
  const Descriptor opened(path, O_RDONLY);
  if (opened.get() < 0 || ::fsync(opened.get()) != 0) fail(file, std::strerror(errno));
}

/// Removes what it names unless told that it was renamed.
class TemporaryName {
 public:
  explicit TemporaryName(const fs::path& file)
      : path_(file.parent_path() /
              ("." + file.stem().string() + ".tmp" + std::to_string(::getpid()) +
               file.extension().string())) {}
  ~TemporaryName() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  TemporaryName(const TemporaryName&) = delete;
  TemporaryName& operator=(const TemporaryName&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

void write_whole_file(const fs::path& file, const std::function<void(const fs::path&)>& write) {
  const TemporaryName temporary(file);
  write(temporary.path());
  flush_to_disk(temporary.path(), file);
  std::error_code error;
  fs::rename(temporary.path(), file, error);
  if (error) fail(file, error.message());
  flush_to_disk(file.has_parent_path() ? file.parent_path() : fs::path("."), file);
}

void write_whole_file(const fs::path& file, std::span<const std::byte> bytes) {
  write_whole_file(file, [&](const fs::path& temporary) {
    const Descriptor opened(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (opened.get() < 0) fail(file, std::strerror(errno));
    write_all(opened.get(), bytes, file);
  });
}

void write_whole_file(const fs::path& file, std::string_view text) {
  write_whole_file(file, std::as_bytes(std::span(text)));
}

std::string read_whole_file(const fs::path& file) {
  if (!fs::exists(file)) throw NotFound("no such file: " + file.string());
  std::ifstream stream(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.good() && !stream.eof()) throw BadInput("cannot read " + file.string());
  return content;
}

}  // namespace shm

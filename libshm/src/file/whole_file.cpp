// SPDX-License-Identifier: MIT
// Files that are either whole or not there.

#include "shm/whole_file.hpp"

#include <sys/file.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <system_error>

#include "base/fnv_hash.hpp"
#include "file/descriptor.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file, const std::string& cause) {
  throw WriteError("cannot write " + file.string() + ": " + cause);
}

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

constexpr std::string_view temporary_mark = ".tmp-";

/// Process numbers repeat between machines and containers that share a disk.
std::string random_token() {
  char text[17];
  std::random_device random;
  std::snprintf(text, sizeof text, "%08x%08x", random(), random());
  return text;
}

constexpr std::size_t longest_name = 255;  // bytes, on every file system of Linux
constexpr std::size_t temporary_excess = 1 + temporary_mark.size() + 16;

/// `final_name` itself, or one that stands for it where a temporary name would be too long.
std::string leftover_name(const std::string& final_name) {
  if (final_name.size() + temporary_excess <= longest_name) return final_name;
  return hash_text(fnv_hash(final_name)) + fs::path(final_name).extension().string();
}

fs::path temporary_path(const fs::path& file) {
  const fs::path final_name = leftover_name(file.filename().string());
  std::string name = ".";
  name.append(final_name.stem().string()).append(temporary_mark).append(random_token());
  return file.parent_path() / name.append(final_name.extension().string());
}

/// The name under which a temporary file was to stand, empty where `name` is no such file's.
std::string final_name(const std::string& name) {
  const std::size_t mark = name.rfind(temporary_mark);
  if (mark == std::string::npos || !name.starts_with('.')) return {};
  return name.substr(1, mark - 1) + fs::path(name).extension().string();
}

/// Devices and pipes, /dev/stdout among them: they are written to, not replaced.
bool is_stream(const fs::path& file) {
  std::error_code none;
  const fs::file_status status = fs::status(file, none);
  const bool led_by_proc = fs::read_symlink(file, none).string().starts_with("/proc/");
  return led_by_proc ||
         (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status));
}

bool lock(const Descriptor& file) {
  return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

/// Whoever writes it holds its lock.
bool is_being_written(const fs::path& temporary) {
  const Descriptor opened(temporary, O_RDWR);
  return opened.get() >= 0 && !lock(opened);
}

/// A file under a temporary name, locked; removed at the end where it has not been renamed.
class TemporaryName {
 public:
  explicit TemporaryName(const fs::path& file)
      : path_(temporary_path(file)), locked_(path_, O_RDWR | O_CREAT) {
    lock(locked_);
  }
  ~TemporaryName() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  TemporaryName(const TemporaryName&) = delete;
  TemporaryName& operator=(const TemporaryName&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
  Descriptor locked_;
};

}  // namespace

void write_whole_file(const fs::path& file, const std::function<void(const fs::path&)>& write,
                      Outlives outlives) {
  if (is_stream(file)) return write(file);
  const TemporaryName temporary(file);
  write(temporary.path());
  if (outlives == Outlives::power_cut) flush_to_disk(temporary.path(), file);
  std::error_code error;
  fs::rename(temporary.path(), file, error);
  if (error == std::errc::filename_too_long)
    throw BadInput("cannot write " + file.string() + ": " + error.message());
  if (error) fail(file, error.message());
  if (outlives == Outlives::power_cut)
    flush_to_disk(file.has_parent_path() ? file.parent_path() : fs::path("."), file);
}

void write_whole_file(const fs::path& file, std::span<const std::byte> bytes, Outlives outlives) {
  const int begin = is_stream(file) ? O_APPEND : O_CREAT | O_TRUNC;
  const auto write = [&](const fs::path& temporary) {
    const Descriptor opened(temporary, O_WRONLY | begin);
    if (opened.get() < 0) fail(file, std::strerror(errno));
    write_all(opened.get(), bytes, file);
  };
  write_whole_file(file, write, outlives);
}

void write_whole_file(const fs::path& file, std::string_view text, Outlives outlives) {
  write_whole_file(file, std::as_bytes(std::span(text)), outlives);
}

void remove_leftovers(const fs::path& folder,
                      const std::function<bool(const std::string& final_name)>& mine) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = final_name(entry.path().filename().string());
    std::error_code ignored;
    if (!name.empty() && mine(name) && !is_being_written(entry.path()))
      fs::remove(entry.path(), ignored);
  }
}

void remove_leftovers(const fs::path& folder, const std::vector<std::string>& final_names) {
  std::set<std::string> mine;
  for (const std::string& name : final_names)
    mine.insert(leftover_name(name));
  remove_leftovers(folder, [&](const std::string& name) { return mine.contains(name); });
}

std::string read_whole_file(const fs::path& file) try {
  if (!fs::exists(file)) throw NotFound("no such file: " + file.string());
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw BadInput("cannot read " + file.string() + ": " + std::strerror(errno));
  std::string content{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.good() && !stream.eof()) throw BadInput("cannot read " + file.string());
  return content;
} catch (const std::system_error& error) {  // a folder, one that may not be searched, a bad disk
  throw BadInput("cannot read " + file.string() + ": " + error.code().message());
}

}  // namespace shm

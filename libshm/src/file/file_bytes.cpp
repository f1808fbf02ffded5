// SPDX-License-Identifier: MIT
// A file's bytes, as they were when it was read.

#include "file/file_bytes.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "file/descriptor.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  if (errno == ENOENT || errno == ENOTDIR) throw NotFound("no such file: " + file.string());
  throw BadInput("cannot read " + file.string() + ": " + std::strerror(errno));
}

std::size_t size_of_regular(const Descriptor& opened, const std::filesystem::path& file) {
  struct stat status = {};
  if (::fstat(opened.get(), &status) != 0) fail(file);
  if (!S_ISREG(status.st_mode)) throw BadInput("not a regular file: " + file.string());
  return std::size_t(status.st_size);
}

}  // namespace

/// Of a file that shrinks meanwhile, what is left.
FileBytes::FileBytes(const std::filesystem::path& file, std::size_t most) {
  // Opening a FIFO would wait for its writer; O_NONBLOCK lets it be refused instead.
  const Descriptor opened(file, O_RDONLY | O_NONBLOCK);
  if (opened.get() < 0) fail(file);
  const std::size_t size = size_of_regular(opened, file);
  if (size > most)
    throw BadInput(file.string() + " has " + std::to_string(size) + " bytes, " +
                   std::to_string(most) + " are allowed");
  memory_ = AlignedMemory(size);
  while (size_ < size) {
    const ssize_t count = ::read(opened.get(), memory_.as<std::byte>() + size_, size - size_);
    if (count < 0 && errno != EINTR) fail(file);
    if (count == 0) return;
    if (count > 0) size_ += std::size_t(count);
  }
}

}  // namespace shm

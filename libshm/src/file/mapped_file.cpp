// SPDX-License-Identifier: MIT
// A file mapped into memory, read only.

#include "file/mapped_file.hpp"

#include <sys/mman.h>
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

MappedFile::MappedFile(const std::filesystem::path& file) {
  // Opening a FIFO would wait for its writer; O_NONBLOCK lets it be refused instead.
  const Descriptor opened(file, O_RDONLY | O_NONBLOCK);
  if (opened.get() < 0) fail(file);
  const std::size_t size = size_of_regular(opened, file);
  if (size == 0) return;
  void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, opened.get(), 0);
  if (bytes == MAP_FAILED) fail(file);
  bytes_ = {static_cast<const std::byte*>(bytes), Unmap{size}};
}

void MappedFile::Unmap::operator()(const std::byte* bytes) const {
  ::munmap(const_cast<std::byte*>(bytes), size);  // NOLINT: munmap knows no const
}

}  // namespace shm

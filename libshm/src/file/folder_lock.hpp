// SPDX-License-Identifier: MIT
// A lock that processes working on one folder take in turns.
#pragma once

#include <filesystem>

namespace shm {

/// Held while files that belong to several runs at once are read and written: lists, tables,
/// settings. Waits for the other holder. On file systems that know no locks it goes on without.
class FolderLock {
 public:
  /// Throws WriteError where the folder cannot be written to.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace shm

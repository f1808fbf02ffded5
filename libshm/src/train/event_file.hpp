// SPDX-License-Identifier: MIT
// Writes what TensorBoard reads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "shm/image.hpp"
#include "train/event_records.hpp"

namespace shm {

/// A file that TensorBoard reads: TFRecords of protobuf Event messages. The few fields are encoded
/// here, since LibTorch exports protobuf symbols of its own and a second protobuf would meet them.
/// Fields: tensorboard/compat/proto/{event,summary}.proto.
class EventFile {
 public:
  /// A new file in `folder`, whose earlier files lose what is outdated. Throws BadInput,
  /// WriteError.
  EventFile(const std::filesystem::path& folder, const OutdatedEvents& outdated);

  void scalar(const std::string& tag, std::int64_t step, double value);
  void picture(const std::string& tag, std::int64_t step, const ImageView& rgb);
  /// Hands what was written to the system. Throws WriteError.
  void flush();

 private:
  void write(const std::string& event);

  std::filesystem::path file_;
  std::ofstream out_;
};

}  // namespace shm

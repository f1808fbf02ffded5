// SPDX-License-Identifier: MIT
// Where the frames are offered as a camera.
#include "shm-camera/output.hpp"

#include "shm-camera/loopback_output.hpp"
#include "shm-camera/pipewire_output.hpp"
#include "shm/error.hpp"

namespace shm::camera {
namespace {

/// The page alone shows frames.
class NoOutput final : public Output {
 public:
  bool is_watched() const override { return false; }
  void show(std::span<const std::byte> /*frame*/) override {}
  std::string text() const override { return "No virtual camera"; }
};

}  // namespace

std::string settled_output(const std::string& where, const FrameFormat& format) {
  if (where != "auto") return where;
  const std::string device = PipeWireOutput::runs() ? "" : find_loopback(format);
  return device.empty() ? "pipewire" : device;
}

std::unique_ptr<Output> open_output(const std::string& where, const std::string& name,
                                    const FrameFormat& format, const Changed& changed) {
  if (where == "none") return std::make_unique<NoOutput>();
  if (where == "pipewire") return std::make_unique<PipeWireOutput>(name, format, changed);
  if (where.starts_with("/dev/")) return std::make_unique<LoopbackOutput>(where, format, changed);
  throw InvalidOption("output: " + where + " is not auto, pipewire, none or a device /dev/videoN");
}

}  // namespace shm::camera

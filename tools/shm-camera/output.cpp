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

std::string device_of(const std::string& where) {
  if (where.starts_with("/dev/")) return where;
  return where == "auto" && !PipeWireOutput::runs() ? find_loopback() : std::string();
}

std::unique_ptr<Output> open_output(const std::string& where, const std::string& name,
                                    const FrameFormat& format, const Changed& changed) {
  if (where == "none") return std::make_unique<NoOutput>();
  const std::string device = device_of(where);
  if (!device.empty()) return std::make_unique<LoopbackOutput>(device, format, changed);
  if (where == "auto" || where == "pipewire")
    return std::make_unique<PipeWireOutput>(name, format, changed);
  throw InvalidOption("output: " + where + " is not auto, pipewire, none or a device /dev/videoN");
}

}  // namespace shm::camera

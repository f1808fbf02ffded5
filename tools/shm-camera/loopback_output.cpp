// SPDX-License-Identifier: MIT
// A device of the kernel's module v4l2loopback.
#include "shm-camera/loopback_output.hpp"

#include <fcntl.h>
#include <glib-unix.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "shm-camera/plain_frame.hpp"
#include "shm/error.hpp"

namespace shm::camera {
namespace {

/// As v4l2loopback.h has it, which is not installed with the kernel's headers; the first number of
/// its data is how many read.
constexpr std::uint32_t client_usage = V4L2_EVENT_PRIVATE_START + 0x08E00000 + 1;

[[noreturn]] void fail(const std::string& device, const char* what) {
  throw Error(device + ": " + what + ": " + std::strerror(errno));
}

/// One of exclusive_caps=1 is no output while another program writes to it.
bool is_free_loopback(const std::string& device) {
  const DeviceFile file(device);
  v4l2_capability facts{};
  if (::ioctl(file.get(), VIDIOC_QUERYCAP, &facts) != 0) return false;
  const bool is_loopback =
      std::strcmp(reinterpret_cast<const char*>(facts.driver), "v4l2 loopback") == 0;
  return is_loopback && (facts.device_caps & V4L2_CAP_VIDEO_OUTPUT) != 0;
}

bool takes_frames(const std::string& device, const FrameFormat& format) {
  try {
    return LoopbackOutput(device, format, [] {}).takes_frames();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

DeviceFile::DeviceFile(const std::string& device)
    : file_(::open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC)) {}

DeviceFile::~DeviceFile() {
  if (file_ >= 0) ::close(file_);
}

LoopbackOutput::LoopbackOutput(std::string device, const FrameFormat& format, Changed changed)
    : device_(std::move(device)), format_(format), changed_(std::move(changed)), file_(device_) {
  if (file_.get() < 0) fail(device_, "cannot be opened");
  set_format();
  show(plain_frame(format_));  // without a frame the device is no camera yet
  listen();
}

LoopbackOutput::~LoopbackOutput() {
  if (source_ != 0) g_source_remove(source_);
}

void LoopbackOutput::set_format() {
  v4l2_format wanted{};
  wanted.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
  wanted.fmt.pix.width = std::uint32_t(format_.width);
  wanted.fmt.pix.height = std::uint32_t(format_.height);
  wanted.fmt.pix.pixelformat = V4L2_PIX_FMT_YUYV;
  wanted.fmt.pix.field = V4L2_FIELD_NONE;
  wanted.fmt.pix.bytesperline = std::uint32_t(format_.stride());
  wanted.fmt.pix.sizeimage = std::uint32_t(format_.bytes());
  wanted.fmt.pix.colorspace = V4L2_COLORSPACE_SRGB;
  if (::ioctl(file_.get(), VIDIOC_S_FMT, &wanted) != 0) fail(device_, "takes no YUYV");
  if (wanted.fmt.pix.sizeimage != format_.bytes()) {
    errno = EINVAL;
    fail(device_, "takes another size only");
  }
}

void LoopbackOutput::listen() {
  v4l2_event_subscription wanted{};
  wanted.type = client_usage;
  wanted.flags = V4L2_EVENT_SUB_FL_SEND_INITIAL;
  if (::ioctl(file_.get(), VIDIOC_SUBSCRIBE_EVENT, &wanted) != 0) return;
  watched_ = false;
  source_ = g_unix_fd_add(file_.get(), G_IO_PRI, on_event, this);
}

gboolean LoopbackOutput::on_event(gint /*fd*/, GIOCondition /*condition*/, gpointer self) {
  static_cast<LoopbackOutput*>(self)->take_events();
  return G_SOURCE_CONTINUE;
}

void LoopbackOutput::take_events() {
  v4l2_event event{};
  while (::ioctl(file_.get(), VIDIOC_DQEVENT, &event) == 0) {
    std::uint32_t readers = 0;
    std::memcpy(&readers, event.u.data, sizeof readers);
    if (event.type == client_usage) watched_ = readers > 0;
  }
  changed_();
}

/// A device that takes no frame now misses one.
void LoopbackOutput::show(std::span<const std::byte> frame) {
  const bool written = ::write(file_.get(), frame.data(), frame.size()) >= 0 || errno == EAGAIN;
  const std::string fault = written ? "" : std::strerror(errno);
  if (std::exchange(fault_, fault) != fault) changed_();
}

std::string LoopbackOutput::text() const {
  if (!fault_.empty()) return device_ + " takes no frames: " + fault_;
  return device_ + (source_ == 0 ? ", which does not tell who reads: the camera stays open" : "");
}

std::string find_loopback(const FrameFormat& format, const std::string& folder) {
  for (int number = 0; number < 64; ++number) {
    std::string device = folder + "/video" + std::to_string(number);
    if (is_free_loopback(device) && takes_frames(device, format)) return device;
  }
  return {};
}

}  // namespace shm::camera

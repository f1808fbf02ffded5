// SPDX-License-Identifier: MIT
// A camera that is open while somebody looks, and comes back by itself whatever happens to it.
#include "shm-camera/camera.hpp"

#include <utility>

#include "shm-camera/faults.hpp"
#include "shm-camera/plain_frame.hpp"
#include "shm/error.hpp"

namespace shm::camera {
namespace {

using namespace std::chrono_literals;

constexpr auto linger = 3s;  ///< after the last reader, for programs that look twice
constexpr auto pause = 2s;   ///< before a camera is tried again
constexpr auto plain_pace = 200ms;
constexpr auto gap = 1s;  ///< for so long the last frame stays
constexpr auto longest_start = 20s;
constexpr auto longest_gap = 5s;  ///< after a suspend, say

Camera::Setup settled(Camera::Setup setup) {
  setup.output = settled_output(setup.output, setup.format);
  return setup;
}

}  // namespace

Camera::Camera(const Setup& setup, Matte& matte, Say say)
    : setup_(settled(setup)),
      matte_(matte),
      say_(std::move(say)),
      plain_(plain_frame(setup.format)),
      preview_(
          setup.format, [this] { update(); }, say_),
      devices_([this] { on_devices(); }, setup_.output) {
  output_ = open_output(setup_.output, setup.name, setup.format, [this] { update(); });
  update();
}

Camera::~Camera() = default;

bool Camera::is_watched() const {
  return output_->is_watched() || preview_.is_watched();
}

void Camera::choose(const std::string& camera) {
  if (std::exchange(setup_.camera, camera) == camera) return;
  if (capture_ || reopen_) close();
  update();
}

void Camera::update() {
  if (!output_) return;  // which tells of itself while it is made
  const std::string output = output_->text();
  if (std::exchange(told_output_, output) != output) say_(output);
  if (!is_watched()) {
    if (guard_ && !rest_) rest_.emplace(linger, [this] { close(); });
    return;
  }
  rest_.reset();
  if (!guard_) guard_.emplace(plain_pace, [this] { watch_over(); });
  if (!capture_ && !reopen_) open();
}

void Camera::close() {
  rest_.reset();
  guard_.reset();
  reopen_.reset();
  capture_.reset();
  enter({State::resting, {}});
}

void Camera::on_devices() {
  if (!reopen_ || capture_) return;
  reopen_.reset();
  open();
}

void Camera::open() {
  const auto source = find_source(setup_.camera, devices(), setup_.format);
  if (!source) return wait({State::no_camera, setup_.camera == "auto" ? "" : setup_.camera});
  if (const auto obstacle = obstacle_to(source->device)) return wait(*obstacle);
  try {
    start(*source);
  } catch (const Error& error) {
    wait({State::failed, error.what()});
  }
}

void Camera::start(const Source& source) {
  const Status running{State::running, source.name};
  const Capture::Listener listener{
      [this, running](std::span<const std::byte> frame) { on_frame(frame, running); },
      [this](const Status& status) { on_fault(status); }, say_};
  frame_came_ = Clock::now();
  if (!is_fault(status_.state)) enter({State::opening, source.name});
  capture_ = std::make_unique<Capture>(source, setup_.format, matte_.get(), listener);
}

void Camera::wait(const Status& status) {
  enter(status);
  reopen_.emplace(pause, [this] {
    reopen_.reset();
    open();
  });
}

void Camera::enter(const Status& status) {
  if (std::exchange(status_, status) != status) say_(text_of(status));
}

void Camera::on_frame(std::span<const std::byte> frame, const Status& running) {
  if (reopen_ || frame.size() != plain_.size()) return;
  frame_came_ = Clock::now();
  enter(running);
  show(frame);
}

/// The capture that tells of it goes a moment later.
void Camera::on_fault(const Status& status) {
  if (reopen_) return;
  enter(status);
  reopen_.emplace(0ms, [this, status] {
    capture_.reset();
    wait(status);
  });
}

void Camera::watch_over() {
  const auto since = Clock::now() - frame_came_;
  const bool running = status_.state == State::running;
  if (!running || since > gap) show(plain_);
  if (capture_ && since > (running ? longest_gap : longest_start))
    on_fault({State::failed, "no frame came any more"});
}

void Camera::show(std::span<const std::byte> frame) {
  output_->show(frame);
  preview_.show(frame);
}

}  // namespace shm::camera

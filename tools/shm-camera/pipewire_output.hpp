// SPDX-License-Identifier: MIT
// A camera of PipeWire.
#pragma once

#include <pipewire/pipewire.h>

#include <memory>
#include <optional>
#include <string>

#include "shm-camera/output.hpp"
#include "shm-camera/timer.hpp"

namespace shm::camera {

/// Where PipeWire does not run, or stops, it is tried again every few seconds.
class PipeWireOutput final : public Output {
 public:
  PipeWireOutput(std::string name, const FrameFormat& format, Changed changed);
  ~PipeWireOutput() override;
  PipeWireOutput(const PipeWireOutput&) = delete;
  PipeWireOutput& operator=(const PipeWireOutput&) = delete;

  static bool runs();

  bool is_watched() const override { return state_ == PW_STREAM_STATE_STREAMING; }
  void show(std::span<const std::byte> frame) override;
  std::string text() const override;

 private:
  void connect();
  void disconnect();
  void offer_stream();
  void lose(const char* why);
  void answer_format();
  void on_state(pw_stream_state state, const char* fault);
  void queue(std::span<const std::byte> frame);

  std::string name_;
  FrameFormat format_;
  Changed changed_;
  pw_loop* loop_;
  pw_context* context_;
  guint source_;
  pw_core* core_ = nullptr;
  pw_stream* stream_ = nullptr;
  spa_hook core_hook_{};
  spa_hook stream_hook_{};
  pw_stream_state state_ = PW_STREAM_STATE_UNCONNECTED;
  std::string fault_;
  std::optional<Timer> retry_;
};

}  // namespace shm::camera

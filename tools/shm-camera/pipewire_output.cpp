// SPDX-License-Identifier: MIT
// A camera of PipeWire.
#include "shm-camera/pipewire_output.hpp"

#include <glib-unix.h>
#include <spa/param/video/format-utils.h>
#include <spa/pod/builder.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "shm/error.hpp"

namespace shm::camera {
namespace {

using namespace std::chrono_literals;

/// Room for the description of a format or of buffers.
using PodBytes = std::array<std::uint8_t, 1024>;

spa_pod_builder builder_in(PodBytes& bytes) {
  spa_pod_builder builder{};
  builder.data = bytes.data();
  builder.size = bytes.size();
  return builder;
}

const spa_pod* format_pod(spa_pod_builder& builder, const FrameFormat& format) {
  const spa_rectangle size{std::uint32_t(format.width), std::uint32_t(format.height)};
  const spa_fraction rate{std::uint32_t(format.rate), 1};
  return static_cast<const spa_pod*>(
      spa_pod_builder_add_object(&builder, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat,      //
                                 SPA_FORMAT_mediaType, SPA_POD_Id(SPA_MEDIA_TYPE_video),      //
                                 SPA_FORMAT_mediaSubtype, SPA_POD_Id(SPA_MEDIA_SUBTYPE_raw),  //
                                 SPA_FORMAT_VIDEO_format, SPA_POD_Id(SPA_VIDEO_FORMAT_YUY2),  //
                                 SPA_FORMAT_VIDEO_size, SPA_POD_Rectangle(&size),             //
                                 SPA_FORMAT_VIDEO_framerate, SPA_POD_Fraction(&rate)));
}

const spa_pod* buffers_pod(spa_pod_builder& builder, const FrameFormat& format) {
  constexpr int kinds = 1 << SPA_DATA_MemPtr | 1 << SPA_DATA_MemFd;
  return static_cast<const spa_pod*>(
      spa_pod_builder_add_object(&builder, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers,      //
                                 SPA_PARAM_BUFFERS_buffers, SPA_POD_CHOICE_RANGE_Int(4, 2, 16),  //
                                 SPA_PARAM_BUFFERS_blocks, SPA_POD_Int(1),                       //
                                 SPA_PARAM_BUFFERS_size, SPA_POD_Int(int(format.bytes())),       //
                                 SPA_PARAM_BUFFERS_stride, SPA_POD_Int(int(format.stride())),    //
                                 SPA_PARAM_BUFFERS_dataType, SPA_POD_CHOICE_FLAGS_Int(kinds)));
}

const spa_pod* header_pod(spa_pod_builder& builder) {
  return static_cast<const spa_pod*>(
      spa_pod_builder_add_object(&builder, SPA_TYPE_OBJECT_ParamMeta, SPA_PARAM_Meta,  //
                                 SPA_PARAM_META_type, SPA_POD_Id(SPA_META_Header),     //
                                 SPA_PARAM_META_size, SPA_POD_Int(int(sizeof(spa_meta_header)))));
}

pw_properties* stream_properties(const std::string& name) {
  return pw_properties_new(PW_KEY_MEDIA_CLASS, "Video/Source", PW_KEY_MEDIA_ROLE, "Camera",
                           PW_KEY_NODE_NAME, "shm-camera", PW_KEY_NODE_DESCRIPTION, name.c_str(),
                           PW_KEY_NODE_NICK, name.c_str(), nullptr);
}

void stamp(spa_buffer* buffer) {
  auto* header = static_cast<spa_meta_header*>(
      spa_buffer_find_meta_data(buffer, SPA_META_Header, sizeof(spa_meta_header)));
  if (header == nullptr) return;
  *header = {};
  header->pts = g_get_monotonic_time() * 1000;
}

gboolean iterate(gint /*fd*/, GIOCondition /*condition*/, gpointer loop) {
  pw_loop_iterate(static_cast<pw_loop*>(loop), 0);
  return G_SOURCE_CONTINUE;
}

}  // namespace

PipeWireOutput::PipeWireOutput(std::string name, const FrameFormat& format, Changed changed)
    : name_(std::move(name)), format_(format), changed_(std::move(changed)) {
  pw_init(nullptr, nullptr);
  loop_ = pw_loop_new(nullptr);
  context_ = loop_ == nullptr ? nullptr : pw_context_new(loop_, nullptr, 0);
  if (context_ == nullptr) throw Error("PipeWire: " + std::string(std::strerror(errno)));
  pw_loop_enter(loop_);
  source_ = g_unix_fd_add(pw_loop_get_fd(loop_), G_IO_IN, iterate, loop_);
  connect();
}

PipeWireOutput::~PipeWireOutput() {
  disconnect();
  g_source_remove(source_);
  pw_context_destroy(context_);
  pw_loop_leave(loop_);
  pw_loop_destroy(loop_);
}

bool PipeWireOutput::runs() {
  pw_init(nullptr, nullptr);
  pw_loop* loop = pw_loop_new(nullptr);
  pw_context* context = pw_context_new(loop, nullptr, 0);
  const bool answers = pw_context_connect(context, nullptr, 0) != nullptr;
  pw_context_destroy(context);
  pw_loop_destroy(loop);
  return answers;
}

void PipeWireOutput::connect() {
  core_ = pw_context_connect(context_, nullptr, 0);
  if (core_ == nullptr) return lose(std::strerror(errno));
  static constexpr pw_core_events events = {
      .version = PW_VERSION_CORE_EVENTS,
      .error = [](void* self, std::uint32_t id, int /*seq*/, int result, const char* message) {
        if (id == PW_ID_CORE && result == -EPIPE) static_cast<PipeWireOutput*>(self)->lose(message);
      }};
  pw_core_add_listener(core_, &core_hook_, &events, this);
  offer_stream();
}

void PipeWireOutput::offer_stream() {
  static constexpr pw_stream_events events = {
      .version = PW_VERSION_STREAM_EVENTS,
      .state_changed =
          [](void* self, pw_stream_state /*old*/, pw_stream_state state, const char* fault) {
            static_cast<PipeWireOutput*>(self)->on_state(state, fault);
          },
      .param_changed =
          [](void* self, std::uint32_t id, const spa_pod* param) {
            if (id == SPA_PARAM_Format && param != nullptr)
              static_cast<PipeWireOutput*>(self)->answer_format();
          }};
  stream_ = pw_stream_new(core_, name_.c_str(), stream_properties(name_));
  pw_stream_add_listener(stream_, &stream_hook_, &events, this);
  PodBytes bytes{};
  spa_pod_builder builder = builder_in(bytes);
  const spa_pod* format = format_pod(builder, format_);
  constexpr auto flags = pw_stream_flags(PW_STREAM_FLAG_DRIVER | PW_STREAM_FLAG_MAP_BUFFERS);
  pw_stream_connect(stream_, PW_DIRECTION_OUTPUT, PW_ID_ANY, flags, &format, 1);
}

void PipeWireOutput::disconnect() {
  retry_.reset();
  if (stream_ != nullptr) pw_stream_destroy(std::exchange(stream_, nullptr));
  if (core_ != nullptr) pw_core_disconnect(std::exchange(core_, nullptr));
}

/// What calls this may be the connection itself, which ends only later.
void PipeWireOutput::lose(const char* why) {
  fault_ = why;
  state_ = PW_STREAM_STATE_UNCONNECTED;
  retry_.emplace(3s, [this] {
    disconnect();
    connect();
  });
  changed_();
}

void PipeWireOutput::on_state(pw_stream_state state, const char* fault) {
  if (stream_ == nullptr || retry_) return;  // it is being taken down
  if (state == PW_STREAM_STATE_ERROR) return lose(fault);
  fault_.clear();
  state_ = state;
  changed_();
}

void PipeWireOutput::answer_format() {
  PodBytes bytes{};
  spa_pod_builder builder = builder_in(bytes);
  std::array<const spa_pod*, 2> params = {buffers_pod(builder, format_), header_pod(builder)};
  pw_stream_update_params(stream_, params.data(), params.size());
}

void PipeWireOutput::show(std::span<const std::byte> frame) {
  if (!is_watched()) return;
  queue(frame);
  if (pw_stream_is_driving(stream_)) pw_stream_trigger_process(stream_);
}

/// Where all buffers are on their way, readers miss this frame.
void PipeWireOutput::queue(std::span<const std::byte> frame) {
  pw_buffer* buffer = pw_stream_dequeue_buffer(stream_);
  if (buffer == nullptr) return;
  spa_data& data = buffer->buffer->datas[0];
  const std::size_t bytes =
      data.data == nullptr ? 0 : std::min<std::size_t>(frame.size(), data.maxsize);
  std::copy_n(frame.data(), bytes, static_cast<std::byte*>(data.data));
  *data.chunk = {0, std::uint32_t(bytes), std::int32_t(format_.stride()), 0};
  stamp(buffer->buffer);
  pw_stream_queue_buffer(stream_, buffer);
}

std::string PipeWireOutput::text() const {
  return fault_.empty() ? "PipeWire, \"" + name_ + '"' : "PipeWire does not answer: " + fault_;
}

}  // namespace shm::camera

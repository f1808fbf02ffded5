// SPDX-License-Identifier: MIT
// A frame's way through the element: convert, matte, compose; and what is shown where that fails.
#include "frame_path.hpp"

#include <gst/base/gstbasetransform.h>

#include <cmath>
#include <cstring>
#include <utility>

#include "debug.hpp"
#include "formats.hpp"
#include "shm/error.hpp"
#include "shm/fill.hpp"
#include "shm/stop_watch.hpp"
#include "video_layout.hpp"

#define GST_CAT_DEFAULT gst_shm_matting_debug

namespace shm {
namespace {

/// Without alpha where the source pad has none: there something always stands behind the person.
PixelFormat canvas_format(const GstVideoInfo& out) {
  return GST_VIDEO_INFO_HAS_ALPHA(&out) ? PixelFormat::rgba : PixelFormat::rgbx;
}

/// Where the frame is shown as it came, its colours are not touched.
Look effective_look(const Settings& settings, double as_it_came) {
  Look look = settings.look;
  look.background = effective_background(settings);
  look.despill *= 1 - as_it_came;
  look.light_wrap *= 1 - as_it_came;
  return look;
}

bool changes_colors(const Look& look) {
  return look.background != Background::transparent || look.alpha_mode == AlphaMode::premultiplied;
}

/// Nothing to see, in whatever format: zeros show no room.
void clear(GstVideoFrame& frame) {
  for (guint i = 0; i < GST_VIDEO_FRAME_N_COMPONENTS(&frame); ++i) {
    auto* row = static_cast<guint8*>(GST_VIDEO_FRAME_COMP_DATA(&frame, i));
    const int bytes =
        (GST_VIDEO_FRAME_COMP_WIDTH(&frame, i) - 1) * GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, i) + 1;
    for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(&frame, i); ++y)
      std::memset(row + std::ptrdiff_t(y) * GST_VIDEO_FRAME_COMP_STRIDE(&frame, i), 0,
                  std::size_t(bytes));
  }
}

/// Brings alpha nearer to 255 by that share of the way.
void fade_in(double share, const MutableImageView& alpha) {
  if (share == 0) return;
  const int part = int(std::lround(share * 256));
  for (int y = 0; y < alpha.height; ++y)
    for (std::uint8_t* byte = alpha.row(y); byte < alpha.row(y) + alpha.width; ++byte)
      *byte = std::uint8_t(*byte + ((255 - *byte) * part + 128) / 256);
}

void store_alpha(const ImageView& alpha, const MutableImageView& image) {
  const PixelLayout layout = layout_of(image.format);
  if (layout.alpha < 0) return;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      image.row(y)[std::ptrdiff_t(x) * layout.bytes + layout.alpha] = alpha.row(y)[x];
}

const char* consequence(OnError on_error) {
  switch (on_error) {
    case OnError::hold: return "repeating the last good frame";
    case OnError::pass: return "passing the frame as it is";
    default: return "showing nothing";
  }
}

}  // namespace

void FramePath::configure(const GstVideoInfo& in, const GstVideoInfo& out) {
  held_.reset();
  in_info_ = in;
  out_info_ = out;
  reader_.emplace(in);
  canvas_ = is_four_byte_rgb(out) ? Image() : Image(out.width, out.height, canvas_format(out));
  alpha_ = GST_VIDEO_INFO_IS_GRAY(&out) ? Image() : Image(out.width, out.height, PixelFormat::gray);
}

void FramePath::close() {
  held_.reset();
  reader_.reset();
  canvas_ = {};
  alpha_ = {};
  backdrop_.close();
  warnings_ = {};
  picture_warnings_ = {};
  told_of_fields_ = false;
  told_of_hdr_ = false;
  told_of_copies_.clear();
}

GstFlowReturn FramePath::process(GstBuffer* in, GstBuffer* out, const Settings& settings,
                                 double as_it_came) {
  stats_.count_frame();
  try {
    if (show_on_gpu(in, out, settings, as_it_came)) return GST_FLOW_OK;
    const std::optional<StandIn> stand_in = show(in, out, settings, as_it_came);
    gpu_.hand_over(out);
    return stand_in ? go_on(*stand_in, settings) : GST_FLOW_OK;
  } catch (...) {
    return drop(current_failure(), settings);
  }
}

/// Whether a frame in a GPU's memory was shown without leaving it.
bool FramePath::show_on_gpu(GstBuffer* in, GstBuffer* out, const Settings& settings,
                            double as_it_came) {
  const bool before = std::exchange(was_on_gpu_, false);
  if (gpu_.expected() && as_it_came == 0) was_on_gpu_ = try_on_gpu(in, out, settings, before);
  if (before && !was_on_gpu_) engine_.reset();  // what it remembers is of frames long ago
  return was_on_gpu_;
}

/// What keeps the frame from that is told. `continues`: the frame before was shown so, too.
bool FramePath::try_on_gpu(GstBuffer* in, GstBuffer* out, const Settings& settings,
                           bool continues) {
  try {
    if (const char* reason = reason_to_leave_gpu(); reason != nullptr) {
      tell_of_copies(reason);
      return false;
    }
    if (!continues) engine_.reset_gpu();
    render_on_gpu(in, out, settings);
    return true;
  } catch (...) {
    leave_gpu(current_failure());
    return false;
  }
}

const char* FramePath::reason_to_leave_gpu() const {
  if (GST_VIDEO_INFO_HAS_ALPHA(&in_info_)) return "they have alpha of their own";
  if (GST_VIDEO_INFO_IS_INTERLACED(&in_info_)) return "they are interlaced";
  return engine_.reason_to_leave_gpu();
}

void FramePath::render_on_gpu(GstBuffer* in, GstBuffer* out, const Settings& settings) {
  const StopWatch watch;
  times_ = {};
  warn_of_hdr();
  {
    MappedFrame from(in_info_, in, GstMapFlags(int(GST_MAP_READ) | int(map_on_gpu)));
    MappedFrame to(out_info_, out, GstMapFlags(int(GST_MAP_WRITE) | int(map_on_gpu)));
    matte_on_gpu(gpu_video(*from.get()), to, settings);
  }
  times_.total = watch.ms();
  stats_.record(times_);
  log_times(element_, times_);
  if (settings.on_error != OnError::hold) return held_.reset();
  MappedFrame shown(out_info_, out, GST_MAP_READ);
  keep(shown, settings);
}

void FramePath::matte_on_gpu(const RawVideo& in, MappedFrame& out, const Settings& settings) {
  const Look look = effective_look(settings, 0);
  if (is_four_byte_rgb(out_info_)) {
    engine_.matte_on_gpu(in, settings.matte, look, out.view());
  } else {
    engine_.matte_on_gpu(in, settings.matte, look, raw_video<std::uint8_t>(*out.get()));
  }
}

void FramePath::leave_gpu(const Failure& failure) {
  if (failure.kind == FailureKind::option) return tell_of_copies(failure.text);
  warn(failure, "going on through system memory");
}

void FramePath::tell_of_copies(const std::string& reason) {
  if (std::exchange(told_of_copies_, reason) == reason) return;
  GST_ELEMENT_INFO(element_, STREAM, FORMAT,
                   ("Frames on a GPU are copied to system memory and back: %s", reason.c_str()),
                   (nullptr));
}

std::optional<FramePath::StandIn> FramePath::show(GstBuffer* in, GstBuffer* out,
                                                  const Settings& settings, double as_it_came) {
  MappedFrame frame(out_info_, out, GST_MAP_READWRITE);
  try {
    render(in, frame, settings, as_it_came);
    return std::nullopt;
  } catch (...) {
    return StandIn{current_failure(), show_instead(in, frame, settings)};
  }
}

void FramePath::render(GstBuffer* in, MappedFrame& out, const Settings& settings,
                       double as_it_came) {
  MappedFrame frame(in_info_, in, GST_MAP_READ);
  const RawVideo video = reader_->read(frame);
  warn_of_fields(video);
  warn_of_hdr();
  if (as_it_came < 1) {
    matte(video, out, settings, as_it_came);
  } else {
    show_as_it_came(video, out, settings);
    stats_.count_bypassed();
  }
  // Neither the room nor what was before it is for repeating.
  if (as_it_came > 0) return held_.reset();
  keep(out, settings);
}

void FramePath::matte(const RawVideo& in, MappedFrame& out, const Settings& settings,
                      double as_it_came) {
  const StopWatch watch;
  times_ = {};
  const bool gray = GST_VIDEO_INFO_IS_GRAY(&out_info_) != FALSE;
  read(in, picture(out), gray ? out.view() : alpha_.view());
  times_.convert = watch.ms();
  if (gray) {
    matte_to_gray(in, out, settings, as_it_came);
  } else {
    matte_to_color(in, out, settings, as_it_came);
  }
  times_.total = watch.ms();
  stats_.record(times_);
  log_times(element_, times_);
}

/// Without what the frame's own alpha hides; `alpha` is overwritten.
void FramePath::read(const RawVideo& in, const MutableImageView& picture,
                     const MutableImageView& alpha) {
  engine_.library().unpack_video(in, picture);
  if (in.channels[3].data == nullptr) return;
  fill(alpha, 255);
  engine_.library().multiply_by_alpha(in, alpha);
  engine_.library().hide_clear(alpha, picture);
}

/// Where the frame becomes what is shown.
MutableImageView FramePath::picture(MappedFrame& out) {
  return canvas_.empty() ? out.view() : canvas_.view();
}

/// Makes `out` of the picture, unless it is that already.
void FramePath::write(MappedFrame& out) {
  if (canvas_.empty()) return;
  engine_.library().pack_video(canvas_, raw_video<std::uint8_t>(*out.get()));
}

void FramePath::matte_to_gray(const RawVideo& in, MappedFrame& out, const Settings& settings,
                              double as_it_came) {
  engine_.matte(canvas_, settings.matte, out.view());
  times_.matte = engine_.times();
  if (effective_output(settings) == Output::trimap) {
    engine_.trimap(out.view());
    fade_in(as_it_came, out.view());
  } else {
    fade_in(as_it_came, out.view());
    engine_.library().multiply_by_alpha(in, out.view());
  }
}

void FramePath::matte_to_color(const RawVideo& in, MappedFrame& out, const Settings& settings,
                               double as_it_came) {
  engine_.matte(picture(out), settings.matte, alpha_);
  times_.matte = engine_.times();
  const StopWatch watch;
  fade_in(as_it_came, alpha_);
  engine_.library().multiply_by_alpha(in, alpha_);
  compose(in, picture(out), effective_look(settings, as_it_came));
  write(out);
  times_.compose = watch.ms();
}

void FramePath::compose(const RawVideo& in, const MutableImageView& picture, const Look& look) {
  const Library& library = engine_.library();
  if (const auto failure = backdrop_.take_over(library, look, picture))
    warn_of_picture(*failure, look.background_image);
  const Look now = backdrop_.showable(look);
  try {
    backdrop_.compositor().compose(picture, alpha_, now, picture);
  } catch (const Error&) {
    if (now.background != Background::image) throw;
    backdrop_.refuse(now.background_image);
    warn_of_picture(current_failure(), now.background_image);
    library.unpack_video(in, picture);  // who fails leaves nothing of the frame
    compose(in, picture, look);
  }
}

void FramePath::keep(MappedFrame& out, const Settings& settings) {
  if (settings.on_error != OnError::hold) {
    held_.reset();
    return;
  }
  if (!held_) held_.emplace(out_info_);
  held_as_ = presentation(settings);
  gst_video_frame_copy(held_->frame().get(), out.get());
}

GstFlowReturn FramePath::go_on(const StandIn& stand_in, const Settings& settings) {
  stats_.count_failure();
  if (settings.on_error == OnError::error) return stop(stand_in.failure);
  warn(stand_in.failure, consequence(stand_in.shown));
  return GST_FLOW_OK;
}

GstFlowReturn FramePath::drop(const Failure& failure, const Settings& settings) {
  stats_.count_failure();
  if (settings.on_error == OnError::error) return stop(failure);
  warn(failure, "dropping the frame");
  return GST_BASE_TRANSFORM_FLOW_DROPPED;
}

GstFlowReturn FramePath::stop(const Failure& failure) {
  post_stream_error(element_, failure);
  return GST_FLOW_ERROR;
}

OnError FramePath::show_instead(GstBuffer* in, MappedFrame& out, const Settings& settings) {
  const OnError wanted = settings.on_error;
  if (wanted == OnError::hold && hold(out, settings)) return wanted;
  if (wanted == OnError::pass && pass(in, out, settings)) return wanted;
  blank(out);
  return OnError::transparent;
}

bool FramePath::hold(MappedFrame& out, const Settings& settings) {
  if (held_as_ != presentation(settings)) held_.reset();
  return held_ && gst_video_frame_copy(out.get(), held_->frame().get()) != FALSE;
}

bool FramePath::pass(GstBuffer* in, MappedFrame& out, const Settings& settings) {
  try {
    MappedFrame frame(in_info_, in, GST_MAP_READ);
    show_as_it_came(reader_->read(frame), out, settings);
    return true;
  } catch (...) {
    return false;
  }
}

void FramePath::show_as_it_came(const RawVideo& in, MappedFrame& out, const Settings& settings) {
  const bool gray = GST_VIDEO_INFO_IS_GRAY(&out_info_);
  const MutableImageView alpha = gray ? out.view() : alpha_.view();
  fill(alpha, 255);
  engine_.library().multiply_by_alpha(in, alpha);
  if (gray) return;
  engine_.library().unpack_video(in, picture(out));
  const Look look = effective_look(settings, 1);
  if (in.channels[3].data != nullptr && changes_colors(look)) {
    engine_.library().hide_clear(alpha, picture(out));  // which a blur would spread
    compose(in, picture(out), look);
  } else {
    store_alpha(alpha, picture(out));
  }
  write(out);
}

void FramePath::blank(MappedFrame& out) {
  try {
    engine_.library().blank(picture(out));
    write(out);
  } catch (...) {
    clear(*out.get());
  }
}

void FramePath::warn_of_fields(const RawVideo& in) {
  if (!in.interlaced || std::exchange(told_of_fields_, true)) return;
  post_warning(element_,
               {FailureKind::frame,
                "the video is interlaced: put deinterlace before, for a file ffmpeg -vf bwdif"},
               "what moves will have combed edges");
}

void FramePath::warn_of_hdr() {
  const char* curve = hdr_name(in_info_);
  if (curve == nullptr || std::exchange(told_of_hdr_, true)) return;
  post_warning(element_,
               {FailureKind::frame,
                std::string("the video has high dynamic range (") + curve +
                    "): turn it into SDR before, for a file with ffmpeg's zscale and tonemap"},
               "it is taken for SDR, and its colours are off");
}

/// What a user has set anew is told at once.
void FramePath::warn_of_picture(const Failure& failure, const std::string& picture) {
  if (std::exchange(told_of_picture_, picture) != picture) picture_warnings_ = {};
  warn(failure, "background-color stands in for the picture", picture_warnings_);
}

void FramePath::warn(const Failure& failure, const char* consequence) {
  warn(failure, consequence, warnings_);
}

void FramePath::warn(const Failure& failure, const char* consequence, WarningLimit& limit) {
  GST_DEBUG_OBJECT(element_, "%s; %s", failure.text.c_str(), consequence);
  if (!limit.allows(failure.kind)) return;
  if_possible([&] { post_warning(element_, failure, consequence); });
}

}  // namespace shm

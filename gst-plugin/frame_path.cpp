#include "frame_path.hpp"

#include <gst/base/gstbasetransform.h>

#include <cstring>
#include <utility>

#include "shm/error.hpp"
#include "shm/stop_watch.hpp"

namespace shm {
namespace {

GstVideoInfo rgba_like(const GstVideoInfo& other) {
  GstVideoInfo info;
  gst_video_info_set_interlaced_format(&info, GST_VIDEO_FORMAT_RGBA, other.interlace_mode,
                                       guint(other.width), guint(other.height));
  info.fps_n = other.fps_n;
  info.fps_d = other.fps_d;
  return info;
}

/// On one thread: with several, colours of vertically subsampled formats change where the slices
/// meet, and the converter's threads would be a second pool beside the library's.
GstPtr<GstVideoConverter> make_converter(GstVideoInfo in, GstVideoInfo out) {
  GstStructure* options =
      gst_structure_new("options", GST_VIDEO_CONVERTER_OPT_THREADS, G_TYPE_UINT, 1U, nullptr);
  return GstPtr<GstVideoConverter>(gst_video_converter_new(&in, &out, options));
}

Look effective_look(const Settings& settings) {
  Look look = settings.look;
  look.background = effective_background(settings);
  return look;
}

void fill(const MutableImageView& image, int byte) {
  const std::size_t row_bytes = std::size_t(image.width) * layout_of(image.format).bytes;
  for (int y = 0; y < image.height; ++y)
    std::memset(image.row(y), byte, row_bytes);
}

void make_opaque(const MutableImageView& image) {
  const PixelLayout layout = layout_of(image.format);
  if (layout.alpha < 0) return;
  for (int y = 0; y < image.height; ++y) {
    std::uint8_t* alpha = image.row(y) + layout.alpha;
    for (int x = 0; x < image.width; ++x)
      alpha[std::ptrdiff_t(x) * layout.bytes] = 255;
  }
}

const char* consequence(OnError on_error) {
  switch (on_error) {
    case OnError::hold: return "repeating the last good frame";
    case OnError::pass: return "passing the frame as it is";
    default: return "showing nothing";
  }
}

}  // namespace

bool FramePath::configure(const GstVideoInfo& in, const GstVideoInfo& out) {
  held_.reset();
  rgb_.reset();
  alpha_ = {};
  in_info_ = in;
  out_info_ = out;
  if (GST_VIDEO_INFO_IS_GRAY(&out)) {
    rgb_.emplace(rgba_like(in));
  } else {
    alpha_ = Image(out.width, out.height, PixelFormat::gray);
  }
  const GstVideoInfo& rgb_info = rgb_ ? rgba_like(in) : out;
  yuv_ = packed_yuv(in, rgb_info);
  converter_ = yuv_ ? nullptr : make_converter(in, rgb_info);
  return yuv_ || converter_;
}

void FramePath::close() {
  held_.reset();
  rgb_.reset();
  alpha_ = {};
  yuv_.reset();
  converter_.reset();
  compositor_.reset();
  refused_image_.reset();
  warnings_ = {};
}

GstFlowReturn FramePath::process(GstBuffer* in, GstBuffer* out, const Settings& settings) {
  stats_.count_frame();
  try {
    MappedFrame frame(out_info_, out, GST_MAP_READWRITE);
    try {
      render(in, frame, settings);
    } catch (...) {
      return recover(current_failure(), in, frame, settings);
    }
    return GST_FLOW_OK;
  } catch (...) {
    return drop(current_failure(), settings);
  }
}

void FramePath::render(GstBuffer* in, MappedFrame& out, const Settings& settings) {
  const StopWatch watch;
  times_ = {};
  convert(in, rgb_ ? rgb_->frame() : out);
  times_.convert = watch.ms();
  if (rgb_) {
    matte_to_gray(out, settings);
  } else {
    matte_to_color(in, out, settings);
  }
  times_.total = watch.ms();
  stats_.record(times_);
  keep(out, settings);
}

void FramePath::convert(GstBuffer* in, MappedFrame& rgb) {
  MappedFrame frame(in_info_, in, GST_MAP_READ);
  if (yuv_) {
    engine_.library().unpack_yuv(pixels_of(frame, *yuv_), rgb.view());
  } else {
    gst_video_converter_frame(converter_.get(), frame.get(), rgb.get());
  }
}

void FramePath::matte_to_gray(MappedFrame& out, const Settings& settings) {
  engine_.matte(rgb_->frame().view(), settings.matte, out.view());
  times_.matte = engine_.times();
  if (settings.output == Output::trimap) engine_.trimap(out.view());
}

void FramePath::matte_to_color(GstBuffer* in, MappedFrame& out, const Settings& settings) {
  engine_.matte(out.view(), settings.matte, alpha_);
  times_.matte = engine_.times();
  const StopWatch watch;
  compose(in, out, effective_look(settings));
  times_.compose = watch.ms();
}

void FramePath::compose(GstBuffer* in, MappedFrame& out, Look look) {
  if (!compositor_) compositor_ = engine_.library().make_compositor();
  if (look.background == Background::image && look.background_image == refused_image_) {
    look.background = Background::color;
  }
  try {
    compositor_->compose(out.view(), alpha_, look, out.view());
  } catch (const Error&) {
    if (look.background != Background::image) throw;
    refused_image_ = look.background_image;
    warn(current_failure(), "background-color stands in for the picture");
    convert(in, out);  // a compositor that fails leaves nothing of the frame
    compose(in, out, std::move(look));
  }
}

void FramePath::keep(MappedFrame& out, const Settings& settings) {
  if (settings.on_error != OnError::hold) {
    held_.reset();
    return;
  }
  if (!held_) held_.emplace(out_info_);
  gst_video_frame_copy(held_->frame().get(), out.get());
}

GstFlowReturn FramePath::recover(const Failure& failure, GstBuffer* in, MappedFrame& out,
                                 const Settings& settings) {
  stats_.count_failure();
  if (settings.on_error == OnError::error) return stop(failure);
  show_instead(in, out, settings.on_error);
  warn(failure, consequence(settings.on_error));
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

void FramePath::show_instead(GstBuffer* in, MappedFrame& out, OnError on_error) {
  switch (on_error) {
    case OnError::hold: return hold(out);
    case OnError::pass: return pass(in, out);
    default: return blank(out);
  }
}

void FramePath::hold(MappedFrame& out) {
  if (!held_ || !gst_video_frame_copy(out.get(), held_->frame().get())) blank(out);
}

void FramePath::pass(GstBuffer* in, MappedFrame& out) {
  if (rgb_) return fill(out.view(), 255);
  try {
    convert(in, out);
    make_opaque(out.view());
  } catch (...) {
    blank(out);
  }
}

void FramePath::blank(MappedFrame& out) {
  try {
    engine_.library().blank(out.view());
  } catch (...) {
    fill(out.view(), 0);
  }
}

void FramePath::warn(const Failure& failure, const std::string& consequence) {
  GST_DEBUG_OBJECT(element_, "%s; %s", failure.text.c_str(), consequence.c_str());
  if (warnings_.allows(failure.kind)) post_warning(element_, failure, consequence);
}

}  // namespace shm

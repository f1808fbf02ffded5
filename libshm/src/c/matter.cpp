// SPDX-License-Identifier: MIT
// The C API: handles, views and errors of C around Matter and Compositor.
#include "shm/c/matter.h"

#include <exception>
#include <memory>
#include <new>
#include <string>

#include "c/option_text.hpp"
#include "c/visible_frame.hpp"
#include "image/size_text.hpp"
#include "shm/compositor.hpp"
#include "shm/matter.hpp"
#include "shm/options.hpp"

struct ShmMatter {
  shm::ModelOptions model_options;
  shm::FrameOptions frame_options;
  shm::Look look;

  std::unique_ptr<shm::Matter> matter;
  shm::ModelOptions opened_with;
  bool has_seen = false;  ///< a frame
  std::unique_ptr<shm::Compositor> compositor;
  shm::Image alpha;  ///< of the frame at work

  std::string info;
  std::string error_text;
  const char* error = "";
};

namespace {

using shm::PixelFormat;

static_assert(SHM_GRAY == int(PixelFormat::gray) && SHM_RGB == int(PixelFormat::rgb) &&
              SHM_BGR == int(PixelFormat::bgr) && SHM_RGBA == int(PixelFormat::rgba) &&
              SHM_BGRA == int(PixelFormat::bgra) && SHM_ARGB == int(PixelFormat::argb) &&
              SHM_ABGR == int(PixelFormat::abgr) && SHM_RGBX == int(PixelFormat::rgbx) &&
              SHM_BGRX == int(PixelFormat::bgrx) && SHM_XRGB == int(PixelFormat::xrgb) &&
              SHM_XBGR == int(PixelFormat::xbgr));

template <typename... Errors>
bool is_any_of(const std::exception& error) {
  return ((dynamic_cast<const Errors*>(&error) != nullptr) || ...);
}

ShmStatus status_of(const std::exception& error) {
  if (is_any_of<shm::InvalidOption>(error)) return SHM_INVALID_OPTION;
  if (is_any_of<shm::NotFound>(error)) return SHM_NOT_FOUND;
  if (is_any_of<shm::BadInput>(error)) return SHM_BAD_INPUT;
  if (is_any_of<shm::BadModel>(error)) return SHM_BAD_MODEL;
  if (is_any_of<shm::DeviceError>(error)) return SHM_DEVICE_ERROR;
  return is_any_of<std::bad_alloc>(error) ? SHM_NO_MEMORY : SHM_FAILED;
}

void keep_error(ShmMatter& matter, const char* text) noexcept {
  try {
    matter.error_text = text;
    matter.error = matter.error_text.c_str();
  } catch (...) {
    matter.error = "out of memory";
  }
}

/// Calls `act`; what it throws becomes a status and a text.
template <typename Act>
ShmStatus guarded(ShmMatter& matter, Act act) noexcept {
  try {
    act();
    return SHM_OK;
  } catch (const std::exception& error) {
    keep_error(matter, error.what());
    return status_of(error);
  } catch (...) {
    keep_error(matter, "unknown failure");
    return SHM_FAILED;
  }
}

/// The C++ view on an image of C.
template <typename View, typename Given>
View view_of(const char* what, const Given& image) {
  const std::string name = what;
  if (image.format < SHM_GRAY || image.format > SHM_XBGR)
    throw shm::BadInput(name + ": format " + std::to_string(image.format) +
                        " is no ShmPixelFormat");
  const auto format = PixelFormat(image.format);
  shm::check_frame_size(name, image.width, image.height);
  if (image.data == nullptr) throw shm::BadInput(name + ": data is null");
  const std::ptrdiff_t least = std::ptrdiff_t(image.width) * layout_of(format).bytes;
  if (image.stride < least)
    throw shm::BadInput(name + ": stride " + std::to_string(image.stride) +
                        " is less than a row's " + std::to_string(least) + " bytes");
  return View{image.data, image.width, image.height, image.stride, format};
}

shm::Matter& opened(ShmMatter& matter) {
  if (matter.matter == nullptr || matter.opened_with != matter.model_options) {
    matter.matter = shm::Matter::open(matter.model_options);
    matter.opened_with = matter.model_options;
    matter.has_seen = false;
  }
  return *matter.matter;
}

void set(ShmMatter& matter, const std::string& name, const std::string& value) {
  using namespace shm;
  if (!set_option(matter.model_options, name, value) &&
      !set_option(matter.frame_options, name, value) && !set_option(matter.look, name, value))
    throw InvalidOption(name + ": is none of " + option_names<ModelOptions, FrameOptions, Look>());
}

void find_alpha(ShmMatter& matter, const shm::c::VisibleFrame& frame,
                const shm::MutableImageView& alpha) {
  opened(matter).matte(frame.colors(), matter.frame_options, alpha);
  matter.has_seen = true;
  frame.limit(alpha);
}

void compose(ShmMatter& matter, const shm::ImageView& frame, const shm::MutableImageView& out) {
  if (out.width != frame.width || out.height != frame.height)
    throw shm::BadInput("out: must have the frame's size");
  if (matter.alpha.width() != frame.width || matter.alpha.height() != frame.height)
    matter.alpha = shm::Image(frame.width, frame.height, PixelFormat::gray);
  const shm::c::VisibleFrame visible(frame);
  find_alpha(matter, visible, matter.alpha);
  if (matter.compositor == nullptr) matter.compositor = shm::Compositor::make();
  matter.compositor->compose(visible.colors(), matter.alpha, matter.look, out);
}

std::string info_text(const shm::MatterInfo& info, const std::string& name) {
  if (name == "model") return info.name;
  if (name == "device") return info.device;
  if (name == "precision") return to_string(info.precision);
  if (name == "threads") return std::to_string(info.threads);
  if (name == "vector-unit") return info.vector_unit;
  if (name == "fallback") return info.fallback;
  throw shm::InvalidOption(name +
                           ": is none of model, device, precision, threads, vector-unit, fallback");
}

}  // namespace

const char* shm_version() {
  return SHM_VERSION;
}

ShmMatter* shm_matter_new() {
  try {
    return new ShmMatter;
  } catch (...) {
    return nullptr;
  }
}

void shm_matter_free(ShmMatter* matter) {
  delete matter;
}

ShmStatus shm_matter_set(ShmMatter* matter, const char* name, const char* value) {
  return guarded(*matter, [&] { set(*matter, name, value); });
}

ShmStatus shm_matter_open(ShmMatter* matter) {
  return guarded(*matter, [&] { opened(*matter); });
}

ShmStatus shm_matter_prepare(ShmMatter* matter, int32_t width, int32_t height) {
  return guarded(*matter, [&] {
    opened(*matter).prepare(width, height, matter->frame_options);
    matter->has_seen = false;
  });
}

ShmStatus shm_matter_matte(ShmMatter* matter, const ShmImage* frame, const ShmMutableImage* out) {
  return guarded(*matter, [&] {
    const auto from = view_of<shm::ImageView>("frame", *frame);
    const auto to = view_of<shm::MutableImageView>("out", *out);
    if (to.format == PixelFormat::gray)
      find_alpha(*matter, shm::c::VisibleFrame(from), to);
    else
      compose(*matter, from, to);
  });
}

ShmStatus shm_matter_trimap(ShmMatter* matter, const ShmMutableImage* trimap) {
  return guarded(*matter, [&] {
    if (!matter->has_seen) throw shm::BadInput("trimap: no frame has been matted yet");
    matter->matter->trimap(view_of<shm::MutableImageView>("trimap", *trimap));
  });
}

void shm_matter_reset(ShmMatter* matter) {
  guarded(*matter, [&] {
    if (matter->matter != nullptr) matter->matter->reset();
  });
}

ShmStatus shm_matter_info(ShmMatter* matter, const char* name, const char** text) {
  return guarded(*matter, [&] {
    matter->info = info_text(opened(*matter).info(), name);
    *text = matter->info.c_str();
  });
}

const char* shm_matter_error(const ShmMatter* matter) {
  return matter->error;
}

// SPDX-License-Identifier: MIT
// The steps from pictures to training data: masks, trimaps, alphas, foregrounds.

#include "shm/prepare.hpp"

#include "prep/mask.hpp"
#include "prep/picture_checks.hpp"
#include "prep/settings.hpp"
#include "prep/stage.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;
using Files = std::vector<fs::path>;

// Bytes a pixel that reading, work and writing take at most.
constexpr std::size_t mask_memory = 16;
constexpr std::size_t trimap_memory = 20;
constexpr std::size_t alpha_memory = 16;  // apart from the method's own
constexpr std::size_t foreground_memory = 120;

/// The only picture that goes with `name` in a folder of masks: NAME.png, else the name itself.
fs::path matte_file(const fs::path& folder, const std::string& name) {
  const fs::path png = folder / png_name(name);
  std::error_code error;
  return fs::exists(png, error) ? png : folder / name;
}

/// Else masks would count as their own results.
void require_two_folders(const fs::path& source, const fs::path& out) {
  std::error_code absent;
  if (fs::equivalent(source, out, absent))
    throw InvalidOption("out: " + out.string() + " is the folder of the sources: choose another");
}

Made mask_from(const fs::path& file, const MaskOptions& options) {
  const Image matte = read_picture(file, ReadAs::matte);
  return {mask_of(matte, options.threshold), note_if_empty(matte, options.threshold)};
}

Made trimap_from(const fs::path& file, bool soft, const TrimapOptions& options) {
  const Image matte = read_picture(file, ReadAs::matte);
  return {soft ? trimap_from_alpha(matte, options) : trimap_from_mask(matte, options),
          note_if_empty(matte, MaskOptions().threshold)};
}

Made alpha_of(const DataSet& data, const std::string& name, const AlphaOptions& options) {
  const Image image = read_picture(data.file(Part::image, name), ReadAs::rgb);
  const Image trimap = read_picture(data.file(Part::trimap, name), ReadAs::gray);
  require_same_size(image, trimap, "trimap");
  Made made{Image(image.width(), image.height(), PixelFormat::gray), {}};
  made.note = estimate_alpha(image, trimap, options, made.picture.view()).note;
  return made;
}

Made foreground_of(const DataSet& data, const std::string& name, const ForegroundOptions& options) {
  Image image = read_picture(data.file(Part::image, name), ReadAs::rgb);
  const Image alpha = read_picture(data.file(Part::alpha, name), ReadAs::gray);
  require_same_size(image, alpha, "alpha");
  estimate_foreground(image, alpha, options, image.view());
  return {std::move(image), {}};
}

}  // namespace

BatchReport make_masks(const fs::path& source, const fs::path& out, const MaskOptions& options,
                       const BatchOptions& batch, BatchObserver& observer) {
  options.check();
  require_two_folders(source, out);
  const auto make = [&](const std::string& name) { return mask_from(source / name, options); };
  const auto memory = [&](const std::string& name) {
    return memory_of(source / name, mask_memory);
  };
  const auto sources = [&](const std::string& name) { return Files{source / name}; };
  return run_stage({out, settings_of(options), {picture_names(source), {}}, sources, make, memory},
                   batch, observer);
}

BatchReport make_trimaps(const MatteFolder& source, const NameList& pictures, const fs::path& out,
                         const TrimapOptions& options, const BatchOptions& batch,
                         BatchObserver& observer) {
  options.check();
  require_two_folders(source.folder, out);
  const auto make = [&](const std::string& name) {
    return trimap_from(matte_file(source.folder, name), source.soft, options);
  };
  const auto memory = [&](const std::string& name) {
    return memory_of(matte_file(source.folder, name), trimap_memory);
  };
  const auto sources = [&](const std::string& name) {
    return Files{matte_file(source.folder, name)};
  };
  return run_stage({out, settings_of(options, source.soft), pictures, sources, make, memory}, batch,
                   observer);
}

BatchReport make_alphas(const DataSet& data, const NameList& pictures, const AlphaOptions& options,
                        const BatchOptions& batch, BatchObserver& observer) {
  AlphaOptions one_thread = options;
  one_thread.threads = 1;
  one_thread.check();
  const auto make = [&](const std::string& name) { return alpha_of(data, name, one_thread); };
  const auto memory = [&](const std::string& name) {
    const fs::path trimap = data.file(Part::trimap, name);
    const auto [width, height] = png_size(trimap);
    const std::size_t all_unknown = std::size_t(width) * std::size_t(height);
    return memory_of(trimap, alpha_memory) +
           matting_memory(options.method, width, height, all_unknown);
  };
  const auto sources = [&](const std::string& name) {
    return Files{data.file(Part::image, name), data.file(Part::trimap, name)};
  };
  return run_stage(
      {data.folder(Part::alpha), settings_of(options), pictures, sources, make, memory}, batch,
      observer);
}

BatchReport make_foregrounds(const DataSet& data, const NameList& pictures,
                             const ForegroundOptions& options, const BatchOptions& batch,
                             BatchObserver& observer) {
  options.check();
  const auto make = [&](const std::string& name) { return foreground_of(data, name, options); };
  const auto memory = [&](const std::string& name) {
    return memory_of(data.file(Part::alpha, name), foreground_memory);
  };
  const auto sources = [&](const std::string& name) {
    return Files{data.file(Part::image, name), data.file(Part::alpha, name)};
  };
  return run_stage(
      {data.folder(Part::foreground), settings_of(options), pictures, sources, make, memory}, batch,
      observer);
}

}  // namespace shm

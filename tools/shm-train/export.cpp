// SPDX-License-Identifier: MIT
// shm-train export.

#include "export.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "common/option_flags.hpp"
#include "common/overwrite.hpp"
#include "common/report_file.hpp"
#include "shm/calibrate.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/matter.hpp"
#include "shm/train_options.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

constexpr int width = 320;
constexpr int height = 240;
constexpr std::size_t pictures_a_folder = 64;  // to calibrate with

/// Any picture with colours and edges.
Image test_picture() {
  Image image(width, height, PixelFormat::rgb);
  for (int y = 0; y < height; ++y)
    for (int i = 0; i < 3 * width; ++i)
      image.view().row(y)[i] = std::uint8_t((i * 5 + y * 3 + (i / 96 + y / 32) % 2 * 90) % 256);
  return image;
}

/// Evenly spread over each folder.
std::vector<std::filesystem::path> some_pictures(
    const std::vector<std::filesystem::path>& folders) {
  std::vector<std::filesystem::path> pictures;
  for (const auto& folder : folders) {
    const auto names = picture_names(folder);
    if (names.empty()) throw InvalidOption("--calibrate: no picture in " + folder.string());
    const std::size_t count = std::min(names.size(), pictures_a_folder);
    for (std::size_t i = 0; i < count; ++i)
      pictures.push_back(folder / names[i * names.size() / count]);
  }
  return pictures;
}

/// Throws where the model cannot be loaded, or finds what no alpha can be.
void verify(const std::filesystem::path& model) {
  ModelOptions options;
  options.model = model.string();
  const auto matter = Matter::open(options);
  Plane alpha(width, height);
  matter->matte(test_picture(), {}, alpha.view());
  for (int y = 0; y < height; ++y)
    if (!std::all_of(alpha.view().row(y), alpha.view().row(y) + width,
                     [](float value) { return value >= 0 && value <= 1; }))
      throw BadModel("the exported model finds no alpha in a test picture");
}

}  // namespace

void Export::add_to(CLI::App& cli) {
  command_ =
      cli.add_subcommand("export", "Write a checkpoint's model for use, and check that it runs");
  command_->option_defaults()->always_capture_default();
  command_->add_option("checkpoint", options_.checkpoint, "ckpt_best.safetensors, say")
      ->type_name("FILE")
      ->required();
  command_->add_option("-o,--output", options_.output, "Model file to write")
      ->type_name("FILE")
      ->required();
  add_overwrite_flag(*command_, overwrite_, "Options");
  command_->add_option("--precision", precision_, "Of the weights: fp32, bf16 or fp16");
  add_flags(*command_, options_);
  command_
      ->add_option("--calibrate", calibrate_,
                   "Folder of pictures to calibrate the model with, for int8; may be repeated")
      ->type_name("FOLDER");
}

bool Export::chosen() const {
  return command_->parsed();
}

/// Other names are taken for those of installed models.
void Export::check_output() const {
  if (options_.output.extension() != ".safetensors")
    throw InvalidOption("--output: " + options_.output.string() +
                        " is no name of a model file: it must end in .safetensors");
  require_free("--output", options_.output, overwrite_);
  make_room_for(options_.output);
}

Outcome Export::run() const {
  ExportOptions options = options_;
  options.precision = parse_precision(precision_);
  check_output();
  write_whole_file(options_.output, [&](const std::filesystem::path& temporary) {
    options.output = temporary;
    export_model(options);
    if (!calibrate_.empty()) calibrate_model(temporary, some_pictures(calibrate_));
    verify(temporary);
  });
  std::printf("%s: %s weights, checked by running it\n", options_.output.c_str(),
              precision_.c_str());
  return Outcome::success;
}

}  // namespace shm::tools

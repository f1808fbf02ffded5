// SPDX-License-Identifier: MIT
// What shm-matte is asked to do, and its flags.
#include "shm-matte/options.hpp"

#include <CLI/CLI.hpp>

#include "common/option_flags.hpp"
#include "shm-matte/container.hpp"
#include "shm/error.hpp"
#include "shm/options.hpp"

namespace shm::tools {

namespace {

const CLI::Validator is_there(
    [](const std::string& name) {
      std::error_code error;
      if (name == "-" || std::filesystem::exists(name, error)) return std::string();
      return error ? name + ": " + error.message() : name + " is not there";
    },
    "");

constexpr Option patience{&MatteJob::patience,
                          {.name = "patience",
                           .blurb = "Give a video up of which nothing came for so long",
                           .unit = "seconds",
                           .least = 1,
                           .most = 3600}};

void add_file_options(CLI::App& cli, MatteJob& job) {
  cli.add_option("INPUT", job.inputs, "Pictures, folders of pictures, videos; -: standard input")
      ->required()
      ->check(is_there)
      ->default_str("");
  cli.add_option_function<std::string>(
         "--input-format", [&job](const std::string&) { job.raw_video = true; },
         "Of standard input: y4m, raw video as ffmpeg -f yuv4mpegpipe writes it. Else a picture")
      ->check(CLI::IsMember({"y4m"}));
  cli.add_option("-o,--out", job.out,
                 "Folder to write to; made where it is absent. -: one result to standard output")
      ->required();
  CLI::Option* overwrite =
      cli.add_flag("--overwrite", job.overwrite, "Replace results that are there already");
  CLI::Option* resume = cli.add_flag(
      "--resume", job.resume, "Skip what has a whole result, newer than it is; make the others");
  cli.add_flag("--sequence", job.sequence,
               "The pictures of a folder, in order of name, are frames of one video");
  resume->excludes(overwrite);
  cli.add_flag("-v,--verbose", job.verbose, "Name the files that are left out of folders");
}

}  // namespace

void add_options(CLI::App& cli, MatteJob& job) {
  add_file_options(cli, job);
  cli.add_option("--container,--output-format", job.container,
                 "Of videos; alpha is held by mov, mkv and y4m (raw video)")
      ->check(CLI::IsMember(container_names()));
  cli.add_option("--bits", job.bits,
                 "Of each channel of pictures: cut-outs and alphas alone have 16")
      ->check(CLI::IsMember({8, 16}));
  cli.add_flag("--keep-exif", job.keep_exif,
               "Keep what pictures tell of camera, exposure, date and author; never the place");
  add_flag(cli, patience, job);
  cli.add_option("--sheet", job.sheet,
                 "Also write a contact sheet of up to 6 pictures or frames to this picture file");
  add_flags(cli, job.matter);
  add_flags(cli, job.matte);
  add_flag(cli, output_option(&MatteJob::output, "What to write"), job);
  add_flags(cli, job.look);
}

Look effective_look(const MatteJob& job) {
  Look look = job.look;
  const bool none = look.background == Background::transparent;
  if (job.output == Output::composite && none) look.background = Background::color;
  return look;
}

bool to_stdout(const MatteJob& job) {
  return job.out == "-";
}

bool is_opaque(const MatteJob& job) {
  return job.output != Output::cutout || job.look.background != Background::transparent;
}

void MatteJob::check() const {
  matter.check();
  matte.check();
  look.check();
  const bool deep = (output == Output::cutout || output == Output::alpha) &&
                    look.background == Background::transparent && look.despill == 0;
  if (bits == 16 && !deep)
    throw InvalidOption(
        "bits: only cut-outs and alphas have 16: leave out --background and --despill, and choose "
        "--output cutout or alpha");
}

}  // namespace shm::tools

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
      ->type_name("FILE")
      ->required()
      ->check(is_there)
      ->default_str("");
  cli.add_option("-o,--out", job.out,
                 "Folder to write to; made where it is absent. -: one result to standard output")
      ->type_name("FOLDER")
      ->required();
  CLI::Option* overwrite =
      cli.add_flag("--overwrite", job.overwrite, "Replace results that are there already");
  CLI::Option* resume = cli.add_flag(
      "--resume", job.resume,
      "Skip what has a whole result, newer than it is, whatever options that was made with");
  cli.add_flag("--sequence", job.sequence,
               "The pictures of a folder, in order of name, are frames of one video");
  resume->excludes(overwrite);
}

void add_result_options(CLI::App& cli, MatteJob& job) {
  const auto result = [](CLI::Option* option) { option->group("Results"); };
  result(add_flag(cli, output_option(&MatteJob::output, "What to write"), job));
  result(with_choices(cli.add_option("--container,--output-format", job.container,
                                     "Of videos; alpha is held by mov, mkv and y4m (raw video)"),
                      container_names()));
  result(
      with_choices(cli.add_option("--bits", job.bits,
                                  "Of each channel of pictures: cut-outs and alphas alone have 16"),
                   {"8", "16"}));
  result(cli.add_flag(
      "--keep-exif", job.keep_exif,
      "Keep what pictures tell of camera, exposure, date and author; never the place"));
  result(cli.add_option("--sheet", job.sheet,
                        "Also a contact sheet: up to 6 pictures or frames, in this picture file")
             ->type_name("FILE"));
}

void add_special_options(CLI::App& cli, MatteJob& job) {
  with_choices(
      cli.add_option_function<std::string>(
          "--input-format", [&job](const std::string&) { job.raw_video = true; },
          "Of standard input: y4m, raw video as ffmpeg -f yuv4mpegpipe writes it. Else a picture"),
      {"y4m"})
      ->group("Special");
  add_flag(cli, patience, job)->group("Special");
  cli.add_flag("-v,--verbose", job.verbose, "Name the files that are left out of folders")
      ->group("Special");
}

void in_group(const char* name, const std::vector<CLI::Option*>& options) {
  for (CLI::Option* option : options)
    option->group(name);
}

}  // namespace

void add_options(CLI::App& cli, MatteJob& job) {
  add_file_options(cli, job);
  add_result_options(cli, job);
  in_group("Background", add_flags(cli, job.look));
  in_group("Model", add_flags(cli, job.matter));
  in_group("Alpha", add_flags(cli, job.matte));
  in_group("Alpha", {cli.get_option("--despill"), cli.get_option("--light-wrap")});
  add_special_options(cli, job);
  cli.parse_complete_callback([&cli, &job] {  // who names a picture wants to see it
    if (cli.count("--background") == 0 && !job.look.background_image.empty())
      job.look.background = Background::image;
  });
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

#include "shm-matte/options.hpp"

#include "common/option_flags.hpp"
#include "shm-matte/container.hpp"

namespace shm::tools {

void add_options(CLI::App& cli, MatteJob& job) {
  cli.add_option("INPUT", job.inputs, "Pictures, folders of pictures, videos")
      ->required()
      ->check(CLI::ExistingPath)
      ->default_str("");
  cli.add_option("-o,--out", job.out, "Folder to write to; made where it is absent")->required();
  cli.add_flag("--sequence", job.sequence,
               "The pictures of a folder, in order of name, are frames of one video");
  cli.add_option("--container", job.container, "Of videos; only mov and mkv hold alpha")
      ->check(CLI::IsMember(container_names()));
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

bool is_opaque(const MatteJob& job) {
  return job.output != Output::cutout || job.look.background != Background::transparent;
}

void MatteJob::check() const {
  matter.check();
  matte.check();
  look.check();
}

}  // namespace shm::tools

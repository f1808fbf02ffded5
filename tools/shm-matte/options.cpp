#include "shm-matte/options.hpp"

#include <map>

#include "common/choice.hpp"
#include "common/matter_options.hpp"
#include "shm-matte/container.hpp"

namespace shm::tools {
namespace {

const std::map<std::string, Output> outputs = {{"cutout", Output::cutout},
                                               {"alpha", Output::alpha},
                                               {"trimap", Output::trimap},
                                               {"composite", Output::composite}};
const std::map<std::string, AlphaMode> alpha_modes = {{"straight", AlphaMode::straight},
                                                      {"premultiplied", AlphaMode::premultiplied}};
const std::map<std::string, Background> backgrounds = {{"transparent", Background::transparent},
                                                       {"colour", Background::color},
                                                       {"blur", Background::blur},
                                                       {"image", Background::image}};

std::array<std::uint8_t, 4> parse_color(const std::string& text) {
  const bool digits = text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
  if (text.size() != 7 || text[0] != '#' || !digits)
    throw CLI::ValidationError("--background-color", text + " is not of the form #RRGGBB");
  const unsigned long value = std::stoul(text.substr(1), nullptr, 16);
  return {std::uint8_t(value >> 16U), std::uint8_t(value >> 8U), std::uint8_t(value), 255};
}

void add_engine_options(CLI::App& cli, MatteJob& job) {
  cli.add_option("--model", job.matter.model, "Model file, or name of an installed one");
  add_matter_options(cli, job.matter, job.matte);
}

void add_look_options(CLI::App& cli, MatteJob& job) {
  add_choice(cli, "--output", job.output, outputs, "What to write");
  add_choice(cli, "--alpha-mode", job.look.alpha_mode, alpha_modes,
             "Whether a cut-out's colours are scaled by alpha");
  add_choice(cli, "--background", job.look.background, backgrounds,
             "What stands behind the person");
  cli.add_option_function<std::string>(
         "--background-color",
         [&job](const std::string& text) { job.look.background_color = parse_color(text); },
         "Colour of --background colour, and of a composite with no other")
      ->type_name("#RRGGBB")
      ->default_str("#00b140");
  cli.add_option("--background-image", job.look.background_image,
                 "Picture of --background image, scaled to cover")
      ->check(CLI::ExistingFile);
  cli.add_option(
         "--blur-strength", job.look.blur_strength,
         "Strength of --background blur, 0 to 1; at 1 sigma is a twelfth of the longer side")
      ->check(CLI::Range(0.0, 1.0));
  cli.add_option("--despill", job.look.despill,
                 "How much of the room's colours is taken out of hair and other soft edges, 0 to 1")
      ->check(CLI::Range(0.0, 1.0));
}

}  // namespace

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
  add_engine_options(cli, job);
  add_look_options(cli, job);
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

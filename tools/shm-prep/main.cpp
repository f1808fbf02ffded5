// SPDX-License-Identifier: MIT
// shm-prep: from pictures to training data.

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "common/program.hpp"

int main(int argc, char** argv) {
  using namespace shm::tools;
  Program program(
      "shm-prep",
      "From people's pictures to training data. A data set is a folder with\n"
      "image/NAME.jpg, mask/ trimap/ alpha/ foreground/NAME.png, train.txt and val.txt.");
  Action chosen;
  add_aisegment(program.cli(), chosen);
  add_mask(program.cli(), chosen);
  add_trimap(program.cli(), chosen);
  add_alpha(program.cli(), chosen);
  add_foreground(program.cli(), chosen);
  add_list(program.cli(), chosen);
  add_check(program.cli(), chosen);
  program.cli().require_subcommand(1);
  program.add_example("shm-prep trimap --masks people/mask --out people/trimap",
                      "trimaps of the masks");
  program.add_example("shm-prep alpha --data people", "soft alphas, by closed-form matting");
  program.add_example("shm-prep list people", "train.txt and val.txt");
  program.add_example("shm-prep check people", "what is wrong with the data set");
  program.cli().footer(
      "What is done and whole is skipped, so that a run that ended early is simply started again.\n"
      "Ctrl-C ends after the pictures in hand. Exit code: 0 all done, 1 not all, 2 bad usage.");
  return program.run(argc, argv, [&] { return chosen(); });
}

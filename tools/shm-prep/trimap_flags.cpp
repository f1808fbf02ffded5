// SPDX-License-Identifier: MIT
// Flags for the width of trimaps.

#include "trimap_flags.hpp"

#include <CLI/CLI.hpp>

namespace shm::tools {

void TrimapFlags::add_to(CLI::App& command) {
  CLI::Option* size =
      command.add_option("--size", trimap.size, "Kernel that widens the edge, pixels, 1..999");
  command
      .add_option("--relative", trimap.relative,
                  "Kernel as a share (0..1) of the person's longer side, for pictures of mixed "
                  "resolution; 0: --size counts")
      ->excludes(size);
  command.add_option("--shape", shape, "Kernel: ellipse, rect, cross");
}

TrimapOptions TrimapFlags::options() const {
  TrimapOptions options = trimap;
  options.shape = parse_kernel_shape(shape);
  return options;
}

}  // namespace shm::tools

#include "common/matter_options.hpp"

#include <map>
#include <string>

#include "common/choice.hpp"

namespace shm::tools {
namespace {

const std::map<std::string, Precision> precisions = {{"auto", Precision::automatic},
                                                     {"fp32", Precision::fp32},
                                                     {"bf16", Precision::bf16},
                                                     {"fp16", Precision::fp16},
                                                     {"int8", Precision::int8}};

}  // namespace

std::vector<CLI::Option*> add_matter_options(CLI::App& cli, MatterOptions& matter,
                                             MatteOptions& matte) {
  return {cli.add_option("--device", matter.device,
                         "auto (a GPU where one works, else the CPU), cpu, cuda or cuda:N"),
          add_choice(cli, "--precision", matter.precision, precisions, "Arithmetic of the network"),
          cli.add_option("--threads", matter.threads, "Threads of the CPU; 0: one a core")
              ->check(CLI::Range(0, 1024)),
          cli.add_option(
              "--size", matte.size,
              "Longer side at which the network works, pixels, 64 to 4096; 0: the model's own"),
          cli.add_option("--edge-refine", matte.edge_refine,
                         "0 (the network's alpha, resized) to 1 (edges follow the picture's)")
              ->check(CLI::Range(0.0, 1.0)),
          cli.add_option("--temporal", matte.temporal,
                         "Smoothing of alpha over time where a video stands still, 0 to 1")
              ->check(CLI::Range(0.0, 1.0)),
          cli.add_option("--black-point", matte.black_point,
                         "Alpha that becomes 0; between it and --white-point alpha is stretched")
              ->check(CLI::Range(0.0, MatteOptions::highest_black_point)),
          cli.add_option("--white-point", matte.white_point, "Alpha that becomes 1")
              ->check(CLI::Range(MatteOptions::lowest_white_point, 1.0)),
          cli.add_option("--interval", matte.interval,
                         "The network sees each frame of this number; between them alpha is "
                         "carried along with what moves")
              ->check(CLI::Range(1, MatteOptions::longest_interval))};
}

}  // namespace shm::tools

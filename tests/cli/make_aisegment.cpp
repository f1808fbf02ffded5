// SPDX-License-Identifier: MIT
// Makes a large tree in AISegment's form, some of it faulty, for bench/prep_scale.sh.
#include <cstdio>
#include <cstdlib>

#include "made_up_aisegment.hpp"

/// Makes a tree in AISegment's form, a tenth of it with faults, and prints the paths that must be
/// rejected: make-aisegment DIR COUNT [WIDTH HEIGHT]
int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) {
    std::fprintf(stderr, "make-aisegment: give DIR COUNT [WIDTH HEIGHT]\n");
    return 2;
  }
  const cv::Size size =
      argc == 5 ? cv::Size(std::atoi(argv[3]), std::atoi(argv[4])) : cv::Size(300, 400);
  const MadeUpAisegment tree(argv[1], std::atoi(argv[2]), 10, size);
  for (const std::string& path : tree.rejected())
    std::puts(path.c_str());
}

// SPDX-License-Identifier: MIT
// What shm-matte is asked to do, and its flags.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/cli.hpp"
#include "shm/compositor.hpp"
#include "shm/matter.hpp"

namespace shm::tools {

/// What the command line asks for.
struct MatteJob {
  ModelOptions matter;
  FrameOptions matte;
  Look look;
  Output output = Output::cutout;
  std::vector<std::filesystem::path> inputs;
  std::filesystem::path out;
  bool raw_video = false;         ///< what comes from standard input is y4m
  bool sequence = false;          ///< the pictures of a folder are frames of one video
  std::string container = "mov";  ///< of videos
  int bits = 8;                   ///< a channel, of pictures
  bool keep_exif = false;         ///< what pictures tell beside their pixels, but the place
  int patience = 30;            ///< seconds after which a video of which nothing comes is given up
  std::filesystem::path sheet;  ///< contact sheet to write; empty: none
  bool overwrite = false;       ///< results that are there already
  bool resume = false;          ///< skip what has a whole result, newer than it is
  bool verbose = false;         ///< name what is left out of folders

  void check() const;  ///< throws InvalidOption
};

void add_options(CLI::App& cli, MatteJob& job);

/// A composite has a background: the colour where none was chosen.
Look effective_look(const MatteJob& job);

/// Whether the one result goes to standard output.
bool to_stdout(const MatteJob& job);

/// Whether results are without alpha.
bool is_opaque(const MatteJob& job);

}  // namespace shm::tools

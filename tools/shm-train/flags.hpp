// SPDX-License-Identifier: MIT
// What shm-train is asked beside the library's options, one row a flag.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "shm/option.hpp"

namespace shm::tools {

/// What the program makes options of the library from, under the original program's names and newer
/// ones.
struct TrainFlags {
  std::vector<std::string> data;
  std::string data_dir = "./DATA/";
  std::string train_data = "human_matting_data";
  std::string train_list = "./data/list.txt";
  std::string val_data;
  std::string val_list;
  std::string save_dir = "./ckpt";
  std::string load = "human_matting";
  bool resume = false;
  bool finetuning = false;
  std::vector<std::string> loss;
  std::string architecture;
  int stem_stride = 1;
  bool without_gpu = false;
  std::string precision = "fp32";
};

}  // namespace shm::tools

namespace shm {

template <>
inline constexpr auto options<tools::TrainFlags> = std::tuple{
    Option{&tools::TrainFlags::data,
           {.name = "data",
            .blurb = "DIR or DIR=WEIGHT, may be repeated: image/ with alpha/ or mask/, or "
                     "foreground/ with alpha/; its train.txt, if any, names the pictures",
            .group = "Data"}},
    Option{&tools::TrainFlags::data_dir,
           {.name = "dataDir",
            .alias = "data-dir",
            .blurb = "Without --data: folder of trainData",
            .group = "Data"}},
    Option{&tools::TrainFlags::train_data,
           {.name = "trainData",
            .alias = "train-data",
            .blurb = "Without --data: its folder in dataDir",
            .group = "Data"}},
    Option{&tools::TrainFlags::train_list,
           {.name = "trainList",
            .alias = "train-list",
            .blurb = "Without --data: list of its pictures",
            .group = "Data"}},
    Option{&tools::TrainFlags::val_data,
           {.name = "val-data",
            .blurb = "Validation pictures; default: the first --data",
            .group = "Data"}},
    Option{&tools::TrainFlags::val_list,
           {.name = "val-list",
            .blurb = "List of validation pictures; default: val.txt there",
            .group = "Data"}},
    Option{&tools::TrainFlags::save_dir,
           {.name = "saveDir", .alias = "save-dir", .blurb = "Folder of runs", .group = "Run"}},
    Option{&tools::TrainFlags::load,
           {.name = "load", .blurb = "Name of the run: its folder in saveDir", .group = "Run"}},
    Option{&tools::TrainFlags::resume,
           {.name = "resume",
            .blurb = "Go on with the run as if it had not been stopped",
            .group = "Run"}},
    Option{&tools::TrainFlags::finetuning,
           {.name = "finetuning",
            .alias = "fine-tuning",
            .blurb = "Begin with the weights of the run's last checkpoint",
            .group = "Run"}},
    Option{&tools::TrainFlags::loss,
           {.name = "loss",
            .blurb = "Weights of its terms, any of them, joined by commas",
            .group = "Optimiser"}},
    Option{&tools::TrainFlags::architecture,
           {.name = "architecture",
            .blurb = "Of a new network, also where --init is a model of another: what they share "
                     "is taken. Else that of --init, or shm",
            .group = "Network"}},
    Option{&tools::TrainFlags::stem_stride,
           {.name = "stem-stride",
            .blurb = "Of a new network shm: 1, or 2 for speed",
            .group = "Network",
            .least = 1,
            .most = 2}},
    Option{&tools::TrainFlags::without_gpu,
           {.name = "without_gpu",
            .alias = "without-gpu",
            .blurb = "The same as --device cpu",
            .group = "Network"}},
    Option{&tools::TrainFlags::precision,
           {.name = "precision",
            .blurb = "Of convolutions: fp32, bf16, or on a GPU fp16",
            .group = "Network"}},
};

}  // namespace shm

// SPDX-License-Identifier: MIT
// The flags of shm-train.
#pragma once

#include <string>
#include <vector>

#include "common/cli.hpp"
#include "shm/trainer.hpp"

namespace shm::tools {

/// The command line of a training run, under the original program's names and newer ones.
class Options {
 public:
  void add_to(CLI::App& cli);

  /// Throws InvalidOption.
  TrainOptions train_options() const;

 private:
  void add_data(CLI::App& cli);
  void add_run(CLI::App& cli);
  void add_length(CLI::App& cli);
  void add_optimizer(CLI::App& cli);
  void add_network(CLI::App& cli);
  std::vector<DataFolder> folders() const;
  DataFolder validation(const std::vector<DataFolder>& folders) const;

  TrainOptions train_;
  std::string data_dir_ = "./DATA/";
  std::string save_dir_ = "./ckpt";
  std::string train_data_ = "human_matting_data";
  std::string train_list_ = "./data/list.txt";
  std::string load_ = "human_matting";
  std::vector<std::string> data_;
  std::string val_data_;
  std::string val_list_;
  std::string precision_ = "fp32";
  std::vector<std::string> loss_;
  bool finetuning_ = false;
  bool resume_ = false;
  bool without_gpu_ = false;
};

}  // namespace shm::tools

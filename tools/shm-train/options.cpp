// SPDX-License-Identifier: MIT
// The flags of shm-train.

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>

#include "common/choice.hpp"
#include "common/option_flags.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

constexpr int least_model_size = 64;  // that a model's metadata may name

const std::map<std::string, TrainPhase> phases = {{"pre_train_t_net", TrainPhase::pre_train_t_net},
                                                  {"end_to_end", TrainPhase::end_to_end}};
const std::map<std::string, LearningRateDecay> decays = {{"keep", LearningRateDecay::keep},
                                                         {"step", LearningRateDecay::step},
                                                         {"exp", LearningRateDecay::exponential},
                                                         {"poly", LearningRateDecay::polynomial}};
const std::map<std::string, OptimizerKind> optimizers = {{"adam", OptimizerKind::adam},
                                                         {"adamw", OptimizerKind::adamw}};
const std::map<std::string, AugmentationLevel> levels = {{"none", AugmentationLevel::none},
                                                         {"original", AugmentationLevel::original},
                                                         {"webcam", AugmentationLevel::webcam}};
const std::map<std::string, TrimapOrigin> trimap_origins = {{"computed", TrimapOrigin::computed},
                                                            {"read", TrimapOrigin::read}};
const std::map<std::string, double LossWeights::*> loss_terms = {
    {"alpha", &LossWeights::alpha},
    {"composition", &LossWeights::composition},
    {"trimap", &LossWeights::trimap},
    {"laplacian", &LossWeights::laplacian},
    {"gradient", &LossWeights::gradient}};

double number(const std::string& text, const std::string& option) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') throw InvalidOption(option + ": " + text + " is no number");
  return value;
}

/// "DIR" or "DIR=WEIGHT"; its train.txt is the list, where it has one. A folder that is there may
/// have a "=" in its name.
DataFolder parse_folder(const std::string& text) {
  const std::size_t equals = fs::is_directory(text) ? std::string::npos : text.rfind('=');
  DataFolder folder{text.substr(0, equals)};
  if (equals != std::string::npos) folder.weight = number(text.substr(equals + 1), "data");
  const fs::path list = DataSet(folder.folder).train_list();
  if (fs::exists(list)) folder.list = list;
  return folder;
}

LossWeights parse_loss(const std::vector<std::string>& terms) {
  LossWeights weights;
  for (const std::string& term : terms) {
    const std::size_t equals = term.find('=');
    const auto found = loss_terms.find(term.substr(0, equals));
    if (found == loss_terms.end() || equals == std::string::npos)
      throw InvalidOption("loss: " + term +
                          " is not alpha=, composition=, trimap=, laplacian= or gradient=WEIGHT");
    weights.*found->second = number(term.substr(equals + 1), "loss");
  }
  return weights;
}

}  // namespace

void Options::add_to(CLI::App& cli) {
  add_data(cli);
  add_run(cli);
  add_length(cli);
  add_optimizer(cli);
  add_network(cli);
}

void Options::add_data(CLI::App& cli) {
  const std::string group = "Data";
  cli.add_option("--data", data_,
                 "DIR or DIR=WEIGHT, may be repeated: image/ with alpha/ or mask/, or foreground/ "
                 "with alpha/; its train.txt, if any, names the pictures")
      ->group(group);
  cli.add_option("--backgrounds", train_.samples.backgrounds,
                 "Folders of pictures without people, for cut-outs and new backgrounds")
      ->group(group);
  cli.add_option("--dataDir,--data-dir", data_dir_, "Without --data: folder of trainData")
      ->group(group);
  cli.add_option("--trainData,--train-data", train_data_, "Without --data: its folder in dataDir")
      ->group(group);
  cli.add_option("--trainList,--train-list", train_list_, "Without --data: list of its pictures")
      ->group(group);
  cli.add_option("--val-data", val_data_, "Validation pictures; default: the first --data")
      ->group(group);
  cli.add_option("--val-list", val_list_, "List of validation pictures; default: val.txt there")
      ->group(group);
  cli.add_option("--patch_size,--patch-size", train_.samples.patch_size, "Side of a sample, pixels")
      ->group(group);
  cli.add_option("--train_batch,--train-batch", train_.batch, "Samples a step and process")
      ->group(group);
  cli.add_option("--nThreads,--n-threads", train_.loader_threads, "Threads that make samples")
      ->group(group);
  add_choice(cli, "--augment", train_.samples.augmentation, levels, "How samples are varied")
      ->group(group);
  add_choice(cli, "--trimaps", train_.samples.trimaps, trimap_origins, "From alpha, or of trimap/")
      ->group(group);
  for (CLI::Option* chance : add_flags(cli, train_.samples))
    chance->group(group);
  cli.add_option("--max-bad", train_.samples.max_bad_share, "Share of samples that may be unusable")
      ->group(group);
}

void Options::add_run(CLI::App& cli) {
  const std::string group = "Run";
  cli.add_option("--saveDir,--save-dir", save_dir_, "Folder of runs")->group(group);
  cli.add_option("--load", load_, "Name of the run: its folder in saveDir")->group(group);
  add_choice(cli, "--train_phase,--train-phase", train_.phase, phases, "What is learnt")
      ->group(group);
  CLI::Option* resume =
      cli.add_flag("--resume", resume_, "Go on with the run as if it had not been stopped")
          ->group(group);
  cli.add_flag("--finetuning,--fine-tuning", finetuning_,
               "Begin with the weights of the run's last checkpoint")
      ->group(group)
      ->excludes(resume);
  cli.add_option("--init", train_.init, "Model file to begin with, whole or in part")->group(group);
  cli.add_option("--seed", train_.seed, "Decides all that is random")->group(group);
  cli.add_option("--peer-timeout", train_.peer_timeout, "Seconds that other processes may be late")
      ->group(group);
}

void Options::add_length(CLI::App& cli) {
  const std::string group = "Length";
  cli.add_option("--nEpochs,--n-epochs", train_.epochs, "Epochs")->group(group);
  cli.add_option("--max-steps", train_.max_steps, "Steps of the whole run; 0: no limit")
      ->group(group);
  cli.add_option("--max-minutes", train_.max_minutes, "Minutes of this process; 0: no limit")
      ->group(group);
  cli.add_option("--save_epoch,--save-epoch", train_.save_every,
                 "Epochs between checkpoints that are kept")
      ->group(group);
  cli.add_option("--save-steps", train_.save_steps,
                 "Steps between checkpoints within an epoch; 0: none")
      ->group(group);
  cli.add_option("--log-every", train_.log_every, "Steps between lines of metrics.csv")
      ->group(group);
}

void Options::add_optimizer(CLI::App& cli) {
  const std::string group = "Optimiser";
  cli.add_option("--lr", train_.lr, "Learning rate")->group(group);
  add_choice(cli, "--lrdecayType,--lr-decay-type", train_.lr_decay_type, decays, "How it falls")
      ->group(group);
  cli.add_option("--lrDecay,--lr-decay", train_.lr_decay, "Epochs, of step and exp")->group(group);
  add_choice(cli, "--optimizer", train_.optimizer, optimizers,
             "Weight decay in the gradient or apart")
      ->group(group);
  cli.add_option("--weight-decay", train_.weight_decay, "Weight decay")->group(group);
  cli.add_option("--warmup", train_.warmup, "Steps in which the rate grows from 0")->group(group);
  cli.add_option("--clip-grad", train_.clip_grad, "Longest gradient; 0: any")->group(group);
  cli.add_option("--ema", train_.ema,
                 "Decay of a moving average of the weights, 0.999 say; 0: none")
      ->group(group);
  cli.add_option("--encoder-lr-scale", train_.encoder_lr_scale, "Of the rate, for T-Net's encoder")
      ->group(group);
  cli.add_option("--accumulate", train_.accumulate, "Batches a step")->group(group);
  cli.add_flag("--freeze-batch-norm", train_.freeze_batch_norm,
               "Keep batch-norm statistics as they are")
      ->group(group);
  cli.add_option("--loss", loss_,
                 "alpha=0.5,composition=0.5,trimap=0.01,laplacian=0,gradient=0: any of them")
      ->delimiter(',')
      ->group(group);
}

void Options::add_network(CLI::App& cli) {
  const std::string group = "Network";
  cli.add_option(
         "--architecture", train_.model.architecture,
         "Of a new network, also where --init is a model of another: what they share is taken")
      ->check(CLI::IsMember({"shm", "shm-live", "shm-live-context"}))
      ->each([this](const std::string&) { train_.keep_architecture = true; })
      ->group(group);
  cli.add_option("--stem-stride", train_.model.stem_stride,
                 "Of a new network shm: 1, or 2 for speed")
      ->check(CLI::IsMember({1, 2}))
      ->group(group);
  cli.add_option("--device", train_.device, "auto, cpu, cuda or cuda:N")->group(group);
  cli.add_flag("--without_gpu,--without-gpu", without_gpu_, "The same as --device cpu")
      ->group(group);
  cli.add_option("--threads", train_.threads, "CPU threads that compute; 0: one a core")
      ->group(group);
  cli.add_option("--precision", precision_, "Of convolutions: fp32, bf16, or on a GPU fp16")
      ->group(group);
}

std::vector<DataFolder> Options::folders() const {
  if (data_.empty()) return {{fs::path(data_dir_) / train_data_, 1, train_list_}};
  std::vector<DataFolder> folders;
  for (const std::string& text : data_)
    folders.push_back(parse_folder(text));
  return folders;
}

DataFolder Options::validation(const std::vector<DataFolder>& folders) const {
  const fs::path folder = val_data_.empty() ? folders.front().folder : fs::path(val_data_);
  const fs::path list = val_list_.empty() ? DataSet(folder).val_list() : fs::path(val_list_);
  if (fs::exists(list) || !val_list_.empty()) return {folder, 1, list};
  return val_data_.empty() ? DataFolder{} : DataFolder{folder};
}

TrainOptions Options::train_options() const {
  TrainOptions options = train_;
  options.samples.data = folders();
  options.validation = validation(options.samples.data);
  options.run = fs::path(save_dir_) / load_;
  options.start = resume_       ? TrainStart::resume
                  : finetuning_ ? TrainStart::finetuning
                                : TrainStart::fresh;
  options.precision = parse_precision(precision_);
  options.loss = parse_loss(loss_);
  if (without_gpu_) options.device = "cpu";
  options.model.size = std::max(least_model_size, options.samples.patch_size);
  if (options.model.architecture.starts_with("shm-live")) options.model.stem_stride = 2;
  options.model.size_multiple = options.model.least_multiple();
  return options;
}

}  // namespace shm::tools

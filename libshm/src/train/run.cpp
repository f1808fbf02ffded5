// SPDX-License-Identifier: MIT
// A training run, from its start to its end.

#include "train/run.hpp"

#include <algorithm>
#include <utility>

#include <ATen/Parallel.h>

#include <opencv2/core/utility.hpp>

#include "nn/state.hpp"
#include "shm/error.hpp"
#include "shm/train_options.hpp"
#include "train/kept_memory.hpp"
#include "train/loss_terms.hpp"
#include "train/schedule.hpp"
#include "train/start.hpp"
#include "train/torch_error.hpp"

namespace shm {
namespace {

constexpr int most_skips_in_a_row = 10;
constexpr std::size_t shown_pictures = 8;

void freeze_batch_norms(torch::nn::Module& module) {
  for (const auto& part : module.modules())
    if (auto* norm = part->as<torch::nn::BatchNorm2dImpl>()) norm->eval();
}

Adam make_optimizer(MattingNetImpl& network, const TrainOptions& options) {
  return {trained_parameters(network, options.phase), options.optimizer, options.weight_decay,
          encoder_prefix, options.encoder_lr_scale};
}

void round_as_int8(MattingNetImpl& network, const ModelMetadata& model) {
  if (model.ranges.empty())
    throw InvalidOption(
        "int8-aware: the model to begin with is not calibrated: name one as init that shm-train "
        "export --calibrate wrote");
  network.round_as_int8(model.ranges);
}

MattingNet make_network(const TrainOptions& options, const torch::Device& device) {
  torch::manual_seed(options.seed);
  auto network = make_trainable(options.model);
  if (options.int8_aware) round_as_int8(*network, options.model);
  network->to(device);
  return network;
}

}  // namespace

Run::Run(const TrainOptions& options, const TrainEvents& events)
    : options_(options),
      events_(events),
      processes_(ProcessGroup::from_environment(std::chrono::seconds(options.peer_timeout))),
      device_(training_device(options)),
      folder_(options),
      samples_(std::make_shared<TrainingSet>(options.samples, options.seed)),
      steps_per_epoch_(batches_per_epoch(*samples_, options, processes_->rank().processes) /
                       options.accumulate),
      network_(make_network(options, device_)),
      optimizer_(make_optimizer(*network_, options)) {
  folder_.check(options.start);
  if (!options.validation.folder.empty()) validation_.emplace(options);
  keep_memory();
  cv::setNumThreads(1);  // samples are made side by side
  if (options.threads > 0) at::set_num_threads(options.threads);
}

TrainOutcome Run::go() {
  start();
  while (!finished()) {
    step();
    if (state_.step % steps_per_epoch_ == 0) end_epoch();
  }
  if (processes_->leads()) {
    save_last();
    dispensable("curves.png and validation.png", [&] { log_->finish(shown_); });
  }
  const double waiting = batches_->seconds_waited() / seconds();
  return {epoch(),        state_.step,
          state_.skipped, std::int64_t(bad_sample_count()),
          waiting,        epoch() < options_.epochs,
          folder_.last()};
}

void Run::start() {
  say_bad_samples();
  samples_->bad_samples().check();
  if (validation_) validation_->bad_samples().check();
  if (processes_->leads()) folder_.prepare();
  start_weights();
  if (options_.ema > 0) ema_ = std::make_unique<Ema>(*network_, options_.ema);
  if (options_.start == TrainStart::resume) load_checkpoint(folder_.last(), parts(), identity());
  network_->train();
  if (options_.freeze_batch_norm) freeze_batch_norms(*network_);
  training_step_ =
      std::make_unique<TrainingStep>(*network_, optimizer_, *processes_, options_, device_,
                                     LossScale(options_.precision, state_.loss_scale));
  batches_ = std::make_unique<Batches>(samples_, options_, processes_->rank(),
                                       state_.step * options_.accumulate);
  first_step_ = state_.step;
  watch_ = {};
  if (processes_->leads()) start_log();
}

void Run::start_log() {
  log_ = std::make_unique<RunLog>(options_, state_.step, state_.text_size);
  state_.text_size = log_->text_size();
  const bool between_epochs = state_.step > 0 && state_.step % steps_per_epoch_ == 0;
  if (validation_ && between_epochs && state_.validated != state_.step) validate();
}

void Run::start_weights() {
  const std::string line = load_start(*network_, options_);
  if (!line.empty()) say(line);
  std::vector<torch::Tensor> all;
  for (const auto& [name, tensor] : named_state(*network_))
    if (tensor.is_floating_point()) all.push_back(tensor);
  processes_->broadcast(all);
}

RunIdentity Run::identity() const {
  return {{"phase", choice_text(options_.phase)},
          {"seed", std::to_string(options_.seed)},
          {"train_batch of all processes",
           std::to_string(options_.batch * processes_->rank().processes)},
          {"accumulate", std::to_string(options_.accumulate)},
          {"patch_size", std::to_string(options_.samples.patch_size)},
          {"samples an epoch", std::to_string(samples_->epoch_size())}};
}

RunParts Run::parts() {
  return {*network_, optimizer_, ema_.get(), state_};
}

void Run::say(const std::string& line) const {
  if (processes_->leads() && events_.say) events_.say(line);
}

void Run::say_bad_samples() const {
  for (const std::string& news : samples_->bad_samples().take_news())
    say(news);
  if (!validation_) return;
  for (const std::string& news : validation_->bad_samples().take_news())
    say("validation: " + news);
}

std::size_t Run::bad_sample_count() const {
  return samples_->bad_samples().count() + (validation_ ? validation_->bad_samples().count() : 0);
}

/// Does what a run can do without: its failure is said, and training goes on.
template <typename Work>
void Run::dispensable(const std::string& what, const Work& work) const {
  try {
    work();
  } catch (const std::exception& error) {
    say("there is no " + what + ": " + first_line(error));
  }
}

bool Run::finished() const {
  const bool enough = options_.max_steps > 0 && state_.step >= options_.max_steps;
  return stop_ || enough || epoch() >= options_.epochs;
}

bool Run::wants_stop() const {
  const bool late = options_.max_minutes > 0 && seconds() >= 60 * options_.max_minutes;
  return late || (events_.stop && events_.stop());
}

void Run::step() {
  const double rate = learning_rate(options_, epoch(), state_.step);
  try {
    const StepResult result = training_step_->take(*batches_, rate, wants_stop());
    stop_ = result.stop;
    after_step(result);
  } catch (const DeviceError&) {
    training_step_->restore_buffers();
    if (processes_->leads()) save_last();
    throw;
  } catch (...) {
    if (processes_->leads() && state_.step == first_step_) folder_.withdraw();
    throw;
  }
}

void Run::after_step(const StepResult& result) {
  ++state_.step;
  say_bad_samples();
  if (!result.not_finite.empty()) return report_skip(result.not_finite);
  skipped_in_a_row_ = 0;
  if (ema_) ema_->update(state_.step);
  report_step(result.loss);
  const bool epoch_ends = state_.step % steps_per_epoch_ == 0;  // which saves more than this
  const bool due = options_.save_steps > 0 && state_.step % options_.save_steps == 0;
  if (due && !epoch_ends && processes_->leads()) save_last();
}

void Run::report_skip(const std::string& what) {
  ++state_.skipped;
  say("step " + std::to_string(state_.step) + " skipped: " + what + " is not finite");
  if (++skipped_in_a_row_ < most_skips_in_a_row) return;
  if (processes_->leads()) save_last();
  throw Diverged(what + " was not finite in " + std::to_string(skipped_in_a_row_) +
                 " steps on end: lower lr, or set clip-grad");
}

void Run::report_step(const LossTerms& loss) {
  state_.epoch_loss += loss;
  ++state_.epoch_steps;
  since_log_ += loss;
  if (!processes_->leads()) return;
  const TrainProgress now = progress(loss);
  if (events_.step) events_.step(now);
  if (++steps_since_log_ < options_.log_every) return;
  const MetricsRow row{choice_text(options_.phase),
                       now.epoch,
                       now.step,
                       now.lr,
                       std::exchange(since_log_, {}) / std::exchange(steps_since_log_, 0),
                       now.samples_per_second,
                       now.waiting,
                       now.skipped,
                       {}};
  dispensable("line of metrics for step " + std::to_string(now.step), [&] { log_->add(row); });
}

TrainProgress Run::progress(const LossTerms& loss) const {
  TrainProgress now;
  now.epoch = int((state_.step - 1) / steps_per_epoch_) + 1;
  now.epochs = options_.epochs;
  now.step = state_.step;
  now.steps = std::int64_t(options_.epochs) * steps_per_epoch_;
  if (options_.max_steps > 0) now.steps = std::min(now.steps, options_.max_steps);
  now.lr = learning_rate(options_, now.epoch - 1, state_.step - 1);
  now.loss = loss;
  const auto taken = double(state_.step - first_step_);
  now.samples_per_second =
      taken * options_.batch * options_.accumulate * processes_->rank().processes / seconds();
  now.seconds_left = double(now.steps - now.step) * seconds() / taken;
  now.waiting = batches_->seconds_waited() / seconds();
  now.skipped = state_.skipped;
  return now;
}

void Run::end_epoch() {
  const double steps = std::max(1.0, double(std::exchange(state_.epoch_steps, 0)));
  const TrainProgress mean = progress(std::exchange(state_.epoch_loss, {}) / steps);
  if (!processes_->leads()) return;
  log_->end_of_epoch(mean);
  state_.text_size = log_->text_size();
  save_last();
  if (validation_) validate();
  if (epoch() % options_.save_every == 0) save(folder_.of_epoch(epoch()));
}

/// Comes after the epoch's checkpoint: nothing that it meets can cost the epoch.
void Run::validate() {
  std::optional<ValidationScores> scores;
  dispensable("validation of epoch " + std::to_string(epoch()), [&] {
    shown_.clear();
    MattingNet network = deployed();
    scores = validation_->score(*network, device_, shown_, shown_pictures);
  });
  say_bad_samples();
  state_.validated = state_.step;
  if (scores) save_if_best(Validation::goal(*scores, options_.phase));
  save_last();
  if (scores) show_validation(*scores);
}

void Run::show_validation(const ValidationScores& scores) {
  MetricsRow row{choice_text(options_.phase), epoch(), state_.step,
                 learning_rate(options_, epoch() - 1, state_.step - 1)};
  row.validation = scores;
  dispensable("sheet of validation", [&] { log_->add(row, shown_); });
  say(cv::format("epoch %d: MAD %.2f, MSE %.2f, Grad %.2f, IoU %.2f%%, trimap %.2f%% right",
                 epoch(), scores.mad, scores.mse, scores.grad, scores.iou, scores.accuracy));
}

void Run::save_if_best(double goal) {
  if (state_.has_best && goal >= state_.best) return;
  state_.best = goal;
  state_.has_best = true;
  save(folder_.best());
}

void Run::save(const std::filesystem::path& file) {
  save_checkpoint(file, parts(), options_.model, identity());
}

void Run::save_last() {
  save(folder_.last());
}

MattingNet Run::deployed() const {
  auto network = make_trainable(options_.model);
  network->to(device_);
  const torch::NoGradGuard no_gradient;
  const auto weights = ema_ ? ema_->state() : named_state(*network_);
  for (const auto& [name, tensor] : named_state(*network))
    torch::Tensor(tensor).copy_(weights.at(name));
  return network;
}

double Run::seconds() const {
  return std::max(1e-9, watch_.seconds());
}

TrainOutcome train(const TrainOptions& options, const TrainEvents& events) {
  const TrainOptions started = with_starting_model(options);
  started.check();
  try {
    return Run(started, events).go();
  } catch (...) {
    rethrow_in_words(started);
  }
}

}  // namespace shm

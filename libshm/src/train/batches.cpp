// SPDX-License-Identifier: MIT
// Batches of a run, made ahead in background threads.

#include "train/batches.hpp"

#include <numeric>
#include <optional>
#include <vector>

#include <torch/data.h>

#include "shm/error.hpp"
#include "shm/stop_watch.hpp"

namespace shm {
namespace {

/// Hands out, batch by batch and without end, which samples of the run this process takes: the
/// place-th of an epoch is epoch * epoch_size + place.
class Places : public torch::data::samplers::Sampler<> {
 public:
  Places(const TrainingSet& samples, const TrainOptions& options, ProcessRank rank,
         std::int64_t first)
      : epoch_size_(samples.epoch_size()),
        batch_(std::size_t(options.batch)),
        rank_(rank),
        per_epoch_(batches_per_epoch(samples, options, rank.processes)),
        next_(first) {}

  void reset(std::optional<std::size_t> = std::nullopt) override {}
  std::optional<std::vector<std::size_t>> next(std::size_t) override {
    const auto epoch = std::size_t(next_ / per_epoch_);
    const auto part = std::size_t(next_ % per_epoch_ * rank_.processes + rank_.rank);
    std::vector<std::size_t> places(batch_);
    std::iota(places.begin(), places.end(), epoch * epoch_size_ + part * batch_);
    ++next_;
    return places;
  }
  void save(torch::serialize::OutputArchive&) const override {}
  void load(torch::serialize::InputArchive&) override {}

 private:
  std::size_t epoch_size_;
  std::size_t batch_;
  ProcessRank rank_;
  std::int64_t per_epoch_;
  std::int64_t next_;
};

/// Makes the batch of such places.
class Source
    : public torch::data::datasets::BatchDataset<Source, SampleBatch, std::vector<std::size_t>> {
 public:
  Source(std::shared_ptr<const TrainingSet> samples, ModelMetadata metadata)
      : samples_(std::move(samples)), metadata_(std::move(metadata)) {}

  SampleBatch get_batch(std::vector<std::size_t> places) override {
    const std::size_t epoch_size = samples_->epoch_size();
    std::vector<Sample> samples;
    for (const std::size_t place : places)
      samples.push_back(samples_->sample(place / epoch_size, place % epoch_size));
    return to_batch(samples, metadata_);
  }
  std::optional<std::size_t> size() const override { return std::nullopt; }

 private:
  std::shared_ptr<const TrainingSet> samples_;
  ModelMetadata metadata_;
};

}  // namespace

class Batches::Loader {
 public:
  Loader(Source source, Places places, int threads)
      : loader_(std::move(source), std::move(places),
                torch::data::DataLoaderOptions().workers(std::size_t(threads))) {}

  SampleBatch next() {
    if (current_)
      ++*current_;
    else
      current_ = loader_.begin();
    return **current_;
  }

 private:
  torch::data::StatelessDataLoader<Source, Places> loader_;
  std::optional<torch::data::Iterator<SampleBatch>> current_;
};

Batches::Batches(const std::shared_ptr<const TrainingSet>& samples, const TrainOptions& options,
                 ProcessRank rank, std::int64_t first_batch)
    : loader_(std::make_unique<Loader>(Source(samples, options.model),
                                       Places(*samples, options, rank, first_batch),
                                       options.loader_threads)) {}

Batches::~Batches() = default;

SampleBatch Batches::next() {
  const StopWatch watch;
  try {
    SampleBatch batch = loader_->next();
    seconds_waited_ += watch.seconds();
    return batch;
  } catch (const torch::data::WorkerException& error) {
    std::rethrow_exception(error.original_exception);
  }
}

std::int64_t batches_per_epoch(const TrainingSet& samples, const TrainOptions& options,
                               int processes) {
  const auto step = std::int64_t(options.batch) * processes * options.accumulate;
  const auto steps = std::int64_t(samples.epoch_size()) / step;
  if (steps == 0)
    throw BadInput("an epoch has " + std::to_string(samples.epoch_size()) +
                   " samples, fewer than one step takes: lower train_batch or accumulate");
  return steps * options.accumulate;
}

}  // namespace shm

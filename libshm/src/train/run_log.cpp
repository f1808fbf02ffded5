// SPDX-License-Identifier: MIT
// What a run leaves to look at.

#include "train/run_log.hpp"

#include <cstdio>

#include "shm/picture.hpp"
#include "shm/train_options.hpp"
#include "train/curves.hpp"
#include "train/loss_terms.hpp"

namespace shm {
namespace {

std::string epoch_line(const TrainProgress& progress, const LossWeights& weights) {
  const LossTerms& loss = progress.loss;
  const double prediction = weights.alpha * loss.alpha + weights.composition * loss.composition;
  char line[256];
  std::snprintf(line, sizeof line, "[%d / %d]\tLr: %.6g\tloss: %.5f\tloss_p: %.5f\tloss_t: %.5f\n",
                progress.epoch, progress.epochs, progress.lr, loss.total, prediction, loss.trimap);
  return line;
}

}  // namespace

RunLog::RunLog(const TrainOptions& options, std::int64_t last_step, std::int64_t text_size)
    : folder_(options.run),
      phase_(choice_text(options.phase)),
      weights_(options.loss),
      table_(folder_ / "metrics.csv", phase_, last_step),
      events_(folder_ / "events", {phase_ + "/", last_step}),
      text_(folder_ / "log.txt", std::ios::app) {
  // What a run wrote after its checkpoint comes again.
  if (text_size >= 0 && text_size < this->text_size())
    std::filesystem::resize_file(folder_ / "log.txt", std::uintmax_t(text_size));
}

std::int64_t RunLog::text_size() {
  return text_.seekp(0, std::ios::end).tellp();
}

void RunLog::add(const MetricsRow& row) {
  table_.add(row);
  for (const auto& term : all_loss_terms<double>)
    scalar(metric_name(term), row, row.loss.*term.field);
  scalar("lr", row, row.lr);
  scalar("samples_per_second", row, row.samples_per_second);
  scalar("waiting", row, row.waiting);
  events_.flush();
}

void RunLog::add(const MetricsRow& row, const std::vector<Shown>& shown) {
  table_.add(row);
  scalar("val_mad", row, row.validation->mad);
  scalar("val_mse", row, row.validation->mse);
  scalar("val_grad", row, row.validation->grad);
  scalar("val_iou", row, row.validation->iou);
  scalar("val_accuracy", row, row.validation->accuracy);
  if (!shown.empty())
    events_.picture(phase_ + "/validation", row.step, contact_sheet(shown).view());
  events_.flush();
}

void RunLog::end_of_epoch(const TrainProgress& progress) {
  text_ << epoch_line(progress, weights_) << std::flush;
}

void RunLog::finish(const std::vector<Shown>& shown) const {
  write_picture(folder_ / "curves.png", draw_curves(read_metrics(folder_ / "metrics.csv")).view());
  if (!shown.empty()) write_picture(folder_ / "validation.png", contact_sheet(shown).view());
}

void RunLog::scalar(const std::string& name, const MetricsRow& row, double value) {
  events_.scalar(phase_ + "/" + name, row.step, value);
}

}  // namespace shm

// SPDX-License-Identifier: MIT
// Writes and reads metrics.csv.

#include "train/metrics_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>

#include "shm/csv.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "train/loss_terms.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr std::array score_fields = {&ValidationScores::mad, &ValidationScores::mse,
                                     &ValidationScores::grad, &ValidationScores::iou,
                                     &ValidationScores::accuracy};
constexpr std::size_t columns = 7 + all_loss_terms<double>.size() + score_fields.size();

std::string header() {
  std::string names = "phase,epoch,step,lr";
  for (const auto& term : all_loss_terms<double>)
    names.append(",").append(metric_name(term));
  return names +
         ",samples_per_second,waiting,skipped,val_mad,val_mse,val_grad,val_iou,val_accuracy\n";
}

std::string number(double value) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.begin(), text.end(), value, std::chars_format::general, 6).ptr;
  return {text.begin(), end};
}

/// The cells of a row; those of the other kind of row are empty.
std::vector<std::string> cells_of(const MetricsRow& row) {
  std::vector<std::string> cells{row.phase, std::to_string(row.epoch), std::to_string(row.step),
                                 number(row.lr)};
  for (const auto& term : all_loss_terms<double>)
    cells.push_back(row.validation ? "" : number(row.loss.*term.field));
  for (const double value : {row.samples_per_second, row.waiting, double(row.skipped)})
    cells.push_back(row.validation ? "" : number(value));
  for (const auto field : score_fields)
    cells.push_back(row.validation ? number((*row.validation).*field) : "");
  return cells;
}

double value_of(const std::string& cell) {
  return cell.empty() ? 0 : std::stod(cell);
}

MetricsRow parse(const std::vector<std::string>& cells) {
  MetricsRow row{cells[0], std::stoi(cells[1]), std::stoll(cells[2]), std::stod(cells[3])};
  std::size_t column = 4;
  for (const auto& term : all_loss_terms<double>)
    row.loss.*term.field = value_of(cells[column++]);
  row.samples_per_second = value_of(cells[column++]);
  row.waiting = value_of(cells[column++]);
  row.skipped = std::int64_t(value_of(cells[column++]));
  if (cells[column].empty()) return row;
  row.validation.emplace();
  for (const auto field : score_fields)
    (*row.validation).*field = value_of(cells[column++]);
  return row;
}

MetricsRow parse_line(const std::vector<std::string>& cells, const fs::path& file) {
  try {
    if (cells.size() == columns) return parse(cells);
  } catch (const std::logic_error&) {  // no number, or one that is too large
  }
  throw BadInput(file.string() +
                 " is damaged, move it away: no line of metrics: " + csv_row(cells));
}

}  // namespace

MetricsTable::MetricsTable(const fs::path& file, const std::string& phase, std::int64_t last_step)
    : file_(file) {
  std::string text = header();
  if (fs::exists(file))
    for (const MetricsRow& row : read_metrics(file))
      if (row.phase != phase || row.step <= last_step) text += csv_row(cells_of(row));
  write_whole_file(file, text);
  out_.open(file, std::ios::app);
}

void MetricsTable::add(const MetricsRow& row) {
  out_ << csv_row(cells_of(row)) << std::flush;
  if (!out_) throw WriteError("cannot write " + file_.string());
}

std::vector<MetricsRow> read_metrics(const fs::path& file) {
  const std::string content = read_whole_file(file);
  std::string_view text = content;
  if (csv_row(take_csv_row(text)) != header())
    throw BadInput("not a table of metrics: " + file.string());
  std::vector<MetricsRow> rows;
  // A last line without its end was being written when the run was killed.
  while (text.find('\n') != std::string_view::npos)
    rows.push_back(parse_line(take_csv_row(text), file));
  return rows;
}

}  // namespace shm

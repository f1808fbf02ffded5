// SPDX-License-Identifier: MIT
// Reports as table, JSON and CSV.

#include "shm-eval/report.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "shm/csv.hpp"

namespace shm::tools {
namespace {

std::vector<Result> measured(std::vector<Result> results) {
  std::erase_if(results, [](const Result& result) { return !result.error.empty(); });
  return results;
}

bool worse(const MetricField& metric, const Result& a, const Result& b) {
  const double left = a.metrics.*metric.value;
  const double right = b.metrics.*metric.value;
  return metric.greater_is_worse ? left > right : left < right;
}

double mean(const std::vector<Result>& results, const MetricField& metric) {
  double sum = 0;
  for (const Result& result : results)
    sum += result.metrics.*metric.value;
  return sum / double(results.size());
}

Metrics mean(const std::vector<Result>& results) {
  Metrics metrics;
  for (const MetricField& metric : metric_fields)
    metrics.*metric.value = mean(results, metric);
  return metrics;
}

Metrics worst(const std::vector<Result>& results) {
  Metrics metrics;
  for (const MetricField& metric : metric_fields) {
    const auto last =
        std::min_element(results.begin(), results.end(),
                         [&](const Result& a, const Result& b) { return worse(metric, a, b); });
    metrics.*metric.value = last->metrics.*metric.value;
  }
  return metrics;
}

nlohmann::ordered_json to_json(const Metrics& metrics) {
  nlohmann::ordered_json json;
  for (const MetricField& metric : metric_fields)
    json[metric.name] = metrics.*metric.value;
  return json;
}

std::string format(const char* pattern, auto... values) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

/// The table's columns: dtSSD says something of sequences alone.
std::vector<MetricField> columns(bool sequence) {
  std::vector<MetricField> fields(metric_fields.begin(), metric_fields.end());
  if (!sequence)
    std::erase_if(fields, [](const MetricField& field) { return field.value == &Metrics::dtssd; });
  return fields;
}

std::string row(const std::string& name, const Metrics& metrics, bool sequence) {
  std::string text = format("%-24.24s", name.c_str());
  for (const MetricField& metric : columns(sequence))
    text += format(" %9.4g", metrics.*metric.value);
  return text + "\n";
}

std::string header(bool sequence) {
  std::string text = format("%-24s", "");
  for (const MetricField& metric : columns(sequence))
    text += format(" %9s", metric.name);
  return text + "\n";
}

}  // namespace

std::string table(const std::vector<Result>& results, const MetricField& metric, bool sequence) {
  std::vector<Result> pictures = measured(results);
  if (pictures.empty()) return "no picture could be measured\n";
  std::string text = header(sequence) + row("mean", mean(pictures), sequence) +
                     row("worst", worst(pictures), sequence);
  text += format("%zu pictures; the worst by %s:\n", pictures.size(), metric.name);
  std::stable_sort(pictures.begin(), pictures.end(),
                   [&](const Result& a, const Result& b) { return worse(metric, a, b); });
  pictures.resize(std::min<std::size_t>(pictures.size(), 5));
  for (const Result& result : pictures)
    text += row(result.name, result.metrics, sequence);
  return text;
}

std::string json_report(const std::vector<Result>& results) {
  using Json = nlohmann::ordered_json;
  const std::vector<Result> pictures = measured(results);
  Json report = {{"mean", nullptr}, {"worst", nullptr}};
  if (!pictures.empty())
    report = {{"mean", to_json(mean(pictures))}, {"worst", to_json(worst(pictures))}};
  report["pictures"] = Json::array();
  report["failed"] = Json::array();
  for (const Result& result : pictures) {
    Json picture = {{"name", result.name}};
    picture.update(to_json(result.metrics));
    report["pictures"].push_back(picture);
  }
  for (const Result& result : results)
    if (!result.error.empty())
      report["failed"].push_back({{"name", result.name}, {"error", result.error}});
  return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string csv_report(const std::vector<Result>& results) {
  std::vector<std::string> cells = {"name"};
  for (const MetricField& metric : metric_fields)
    cells.emplace_back(metric.name);
  std::string text = csv_row(cells);
  for (const Result& result : measured(results)) {
    cells = {result.name};
    for (const MetricField& metric : metric_fields)
      cells.push_back(format("%.9g", result.metrics.*metric.value));
    text += csv_row(cells);
  }
  return text;
}

}  // namespace shm::tools

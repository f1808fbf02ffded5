#include <algorithm>
#include <charconv>
#include <string_view>

#include "model/safetensors_header.hpp"
#include "shm/error.hpp"
#include "shm/model.hpp"

namespace shm {
namespace {

using Fields = std::map<std::string, std::string>;

constexpr const char* format_version = "1";

[[noreturn]] void reject(const std::string& field, const std::string& value,
                         const std::string& wanted) {
  throw BadModel("metadata: " + field + ": " + quoted(value) + " is not " + wanted);
}

const std::string& required(const Fields& fields, const std::string& field) {
  const auto found = fields.find(field);
  if (found == fields.end()) throw BadModel("metadata: " + field + " is missing");
  return found->second;
}

std::string optional(const Fields& fields, const std::string& field) {
  const auto found = fields.find(field);
  return found == fields.end() ? std::string() : found->second;
}

const std::string& one_of(const Fields& fields, const std::string& field, const std::string& first,
                          const std::string& second) {
  const std::string& value = required(fields, field);
  if (value != first && value != second) reject(field, value, first + " or " + second);
  return value;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t comma = text.find(','); comma != std::string::npos;
       comma = text.find(',', begin)) {
    parts.push_back(text.substr(begin, comma - begin));
    begin = comma + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

/// Whether `text` is one number and nothing else, whatever the locale.
template <typename Number>
bool read_number(const std::string& text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end;
}

/// Shortest text that reads back as the same number.
std::string to_text(double number) {
  std::array<char, 32> text = {};
  const auto [end, error] = std::to_chars(text.begin(), text.end(), number);
  return {text.begin(), end};
}

int integer(const Fields& fields, const std::string& field, int least, int most) {
  const std::string& text = required(fields, field);
  int number = 0;
  if (!read_number(text, number) || number < least || number > most)
    reject(field, text, "in " + std::to_string(least) + ".." + std::to_string(most));
  return number;
}

double parse_scale(const Fields& fields) {
  const std::string& text = required(fields, "scale");
  double scale = 0;
  if (!read_number(text, scale) || !(scale > 0) || !(scale <= 1))
    reject("scale", text, "above 0 and at most 1");
  return scale;
}

std::array<double, 3> parse_mean(const Fields& fields) {
  const std::string& text = required(fields, "mean");
  const std::vector<std::string> parts = split(text);
  std::array<double, 3> mean = {};
  const auto in_range = [&](std::size_t i) {
    return read_number(parts[i], mean[i]) && mean[i] >= 0 && mean[i] <= 255;
  };
  if (parts.size() != 3 || !in_range(0) || !in_range(1) || !in_range(2))
    reject("mean", text, "three numbers in 0..255, joined by commas");
  return mean;
}

std::vector<double> parse_ranges(const Fields& fields, const ModelMetadata& metadata) {
  const std::string text = optional(fields, "ranges");
  std::vector<double> ranges;
  if (text.empty()) return ranges;
  if (metadata.architecture != "shm-live") reject("ranges", text, "known of this architecture");
  for (const std::string& part : split(text)) {
    double range = 0;
    if (!read_number(part, range) || !(range >= 0 && range < 1e30))
      reject("ranges", text, "numbers from 0 on, joined by commas");
    ranges.push_back(range);
  }
  return ranges;
}

std::string joined(const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers) {
    if (!text.empty()) text += ',';
    text += to_text(number);
  }
  return text;
}

int parse_size_multiple(const Fields& fields, const ModelMetadata& metadata) {
  const int needed = metadata.least_multiple();
  const int multiple = integer(fields, "size_multiple", needed, 64);
  if (multiple % needed != 0)
    reject("size_multiple", std::to_string(multiple), "a multiple of " + std::to_string(needed));
  return multiple;
}

}  // namespace

ClassOrder ClassOrder::parse(const std::string& text) {
  const std::vector<std::string> names = split(text);
  const auto channel = [&](const char* name) {
    return int(std::find(names.begin(), names.end(), name) - names.begin());
  };
  const ClassOrder order{channel("bg"), channel("unsure"), channel("fg")};
  const bool complete = order.background < 3 && order.unknown < 3 && order.foreground < 3;
  if (names.size() != 3 || !complete) reject("classes", text, "bg, unsure, fg in some order");
  return order;
}

std::string ClassOrder::text() const {
  std::array<std::string, 3> names;
  names.at(std::size_t(background)) = "bg";
  names.at(std::size_t(unknown)) = "unsure";
  names.at(std::size_t(foreground)) = "fg";
  return names[0] + "," + names[1] + "," + names[2];
}

int ModelMetadata::least_multiple() const {
  return architecture == "shm-live" ? 4 : 16 * stem_stride;
}

int ModelMetadata::margin() const {
  return architecture == "shm-live" ? 8 : 0;
}

ModelMetadata ModelMetadata::parse(const Fields& fields) {
  if (required(fields, "format_version") != format_version)
    reject("format_version", fields.at("format_version"), "1, the version known here");
  ModelMetadata metadata;
  metadata.architecture = one_of(fields, "architecture", "shm", "shm-live");
  metadata.classes = ClassOrder::parse(required(fields, "classes"));
  metadata.bgr = one_of(fields, "channel_order", "BGR", "RGB") == "BGR";
  metadata.mean = parse_mean(fields);
  metadata.scale = parse_scale(fields);
  metadata.size = integer(fields, "size", 64, 4096);
  metadata.stem_stride = integer(fields, "stem_stride", 1, 2);
  metadata.size_multiple = parse_size_multiple(fields, metadata);
  metadata.ranges = parse_ranges(fields, metadata);
  metadata.training = optional(fields, "training");
  metadata.license = optional(fields, "license");
  return metadata;
}

Fields ModelMetadata::fields() const {
  return {{"format_version", format_version},
          {"architecture", architecture},
          {"classes", classes.text()},
          {"channel_order", bgr ? "BGR" : "RGB"},
          {"mean", to_text(mean[0]) + "," + to_text(mean[1]) + "," + to_text(mean[2])},
          {"scale", to_text(scale)},
          {"size", std::to_string(size)},
          {"size_multiple", std::to_string(size_multiple)},
          {"stem_stride", std::to_string(stem_stride)},
          {"ranges", joined(ranges)},
          {"training", training},
          {"license", license}};
}

}  // namespace shm

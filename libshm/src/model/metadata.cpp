// SPDX-License-Identifier: MIT
// A model's metadata as text, read with every field checked.
#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>

#include "base/read_number.hpp"
#include "model/architecture.hpp"
#include "model/header_json.hpp"
#include "shm/error.hpp"
#include "shm/model.hpp"

namespace shm {
namespace {

using Fields = std::map<std::string, std::string>;
using Ranges = std::map<std::string, double>;

constexpr const char* format_version = "1";

[[noreturn]] void reject(const std::string& field, const std::string& value,
                         const std::string& wanted) {
  throw BadModel("metadata: " + field + ": " + quoted(value) + " is not " + wanted);
}

/// Of files that a newer version wrote.
[[noreturn]] void reject_unknown(const std::string& field, const std::string& value,
                                 const std::string& known) {
  throw BadModel("metadata: " + field + ": " + quoted(value) +
                 " is not known to this version, which knows " + known +
                 ": update it, or take another model");
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

std::string listed(std::span<const std::string> names, const char* between) {
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "" : between) + name;
  return list;
}

const std::string& one_of(const Fields& fields, const std::string& field,
                          std::span<const std::string> known) {
  const std::string& value = required(fields, field);
  if (std::ranges::count(known, value) > 0) return value;
  reject(field, value, listed(known, " or "));
}

const std::string& known_architecture(const Fields& fields) {
  const std::string& name = required(fields, "architecture");
  const auto known = architecture_names();
  if (std::ranges::count(known, name) > 0) return name;
  reject_unknown("architecture", name, listed(known, ", "));
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

std::array<int, 2> parse_good_sizes(const Fields& fields) {
  const std::string text = optional(fields, "good_sizes");
  if (text.empty()) return ModelMetadata().good_sizes;
  const std::vector<std::string> parts = split(text);
  std::array<int, 2> sizes = {};
  const bool numbers =
      parts.size() == 2 && read_number(parts[0], sizes[0]) && read_number(parts[1], sizes[1]);
  if (!numbers || sizes[0] < ModelMetadata::least_size || sizes[0] > sizes[1] ||
      sizes[1] > ModelMetadata::largest_size)
    reject("good_sizes", text, "two numbers in 64..4096, the lesser first, joined by a comma");
  return sizes;
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

double parse_range(const std::string& text, const std::string& all) {
  double range = 0;
  if (!read_number(text, range) || !(range >= 0 && range < 1e30))
    reject("ranges", all, "NAME=NUMBER for each layer, numbers from 0 on, joined by commas");
  return range;
}

/// As files had them first: without names, in the order of the architecture's convolutions.
Ranges nameless_ranges(const std::vector<std::string>& numbers, const std::string& text,
                       const std::vector<ConvolutionLayer>& layers) {
  if (numbers.size() != layers.size())
    reject("ranges", text, "a number for each of " + std::to_string(layers.size()) + " layers");
  Ranges ranges;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    ranges[layers[i].name] = parse_range(numbers[i], text);
  return ranges;
}

Ranges named_ranges(const std::vector<std::string>& parts, const std::string& text,
                    const std::vector<ConvolutionLayer>& layers) {
  Ranges ranges;
  for (const std::string& part : parts) {
    const std::size_t equals = std::min(part.find('='), part.size());
    ranges[part.substr(0, equals)] =
        parse_range(part.substr(std::min(equals + 1, part.size())), text);
  }
  for (const ConvolutionLayer& layer : layers)
    if (!ranges.contains(layer.name)) reject("ranges", text, "complete: it lacks " + layer.name);
  return ranges;
}

Ranges parse_ranges(const Fields& fields, const ModelMetadata& metadata) {
  const std::string text = optional(fields, "ranges");
  if (text.empty()) return {};
  const Architecture architecture = make_architecture(metadata.architecture, metadata.stem_stride);
  if (!architecture.can_be_int8) reject("ranges", text, "known of this architecture");
  const std::vector<std::string> parts = split(text);
  const bool named = text.find('=') != std::string::npos;
  return (named ? named_ranges : nameless_ranges)(parts, text, architecture.layers());
}

std::string joined(const Ranges& ranges) {
  std::string text;
  for (const auto& [name, range] : ranges)
    text += (text.empty() ? "" : ",") + name + "=" + to_text(range);
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

ClassOrder parse_classes(const std::string& text) {
  const std::vector<std::string> names = split(text);
  const auto channel = [&](const char* name) {
    return int(std::find(names.begin(), names.end(), name) - names.begin());
  };
  const ClassOrder order{channel("bg"), channel("unsure"), channel("fg")};
  const bool complete = order.background < 3 && order.unknown < 3 && order.foreground < 3;
  if (names.size() != 3 || !complete) reject("classes", text, "bg, unsure, fg in some order");
  return order;
}

std::string to_string(const ClassOrder& order) {
  std::array<std::string, 3> names;
  names.at(std::size_t(order.background)) = "bg";
  names.at(std::size_t(order.unknown)) = "unsure";
  names.at(std::size_t(order.foreground)) = "fg";
  return names[0] + "," + names[1] + "," + names[2];
}

int ModelMetadata::least_multiple() const {
  return make_architecture(architecture, stem_stride).least_multiple;
}

int ModelMetadata::margin() const {
  return make_architecture(architecture, stem_stride).margin;
}

ModelMetadata ModelMetadata::parse(const Fields& fields) {
  if (required(fields, "format_version") != format_version)
    reject_unknown("format_version", fields.at("format_version"), format_version);
  ModelMetadata metadata;
  metadata.architecture = known_architecture(fields);
  metadata.classes = parse_classes(required(fields, "classes"));
  const std::array<std::string, 2> channel_orders = {"BGR", "RGB"};
  metadata.bgr = one_of(fields, "channel_order", channel_orders) == "BGR";
  metadata.mean = parse_mean(fields);
  metadata.scale = parse_scale(fields);
  metadata.size = integer(fields, "size", ModelMetadata::least_size, ModelMetadata::largest_size);
  metadata.good_sizes = parse_good_sizes(fields);
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
          {"classes", to_string(classes)},
          {"channel_order", bgr ? "BGR" : "RGB"},
          {"mean", to_text(mean[0]) + "," + to_text(mean[1]) + "," + to_text(mean[2])},
          {"scale", to_text(scale)},
          {"size", std::to_string(size)},
          {"good_sizes", std::to_string(good_sizes[0]) + "," + std::to_string(good_sizes[1])},
          {"size_multiple", std::to_string(size_multiple)},
          {"stem_stride", std::to_string(stem_stride)},
          {"ranges", joined(ranges)},
          {"training", training},
          {"license", license}};
}

}  // namespace shm

// SPDX-License-Identifier: MIT
// Model files with random weights, for networks whose answers are to be compared.
#pragma once

#include <cmath>
#include <cstring>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "model/network_graph.hpp"
#include "model/safetensors.hpp"
#include "temporary_folder.hpp"

class RandomWeights {
 public:
  explicit RandomWeights(const shm::StateShapes& state) {
    for (const auto& [name, shape] : state)
      name.ends_with("num_batches_tracked") ? add_count(name) : add(name, shape);
  }

  /// All of a tensor's numbers.
  void fill(const std::string& name, float value) { std::ranges::fill(numbers_.at(name), value); }
  float& at(const std::string& name, std::size_t place) { return numbers_.at(name).at(place); }

  shm::Safetensors in(const TemporaryFolder& folder) const {
    std::map<std::string, shm::TensorView> views;
    for (const auto& [name, numbers] : numbers_)
      views[name] = {shm::DType::f32, shapes_.at(name), std::as_bytes(std::span(numbers))};
    for (const auto& [name, count] : counts_)
      views[name] = {shm::DType::i64, {}, std::as_bytes(std::span(&count, 1))};
    const auto file = folder / "random.safetensors";
    shm::write_safetensors(file, views, {});
    return shm::Safetensors::open(file);
  }

 private:
  void add_count(const std::string& name) { counts_[name] = 1; }

  /// Vectors, of normalisations and biases, lie around 1, so that an error in using them shows.
  void add(const std::string& name, const std::vector<std::int64_t>& shape) {
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
      count *= side;
    std::vector<float> numbers;
    std::uniform_real_distribution<float> around_one(0.5F, 1.5F);
    std::normal_distribution<float> weight(
        0, 1 / std::sqrt(float(shape.size() == 4 ? count / shape[0] : 1)));
    for (std::int64_t i = 0; i < count; ++i)
      numbers.push_back(shape.size() == 4 ? weight(random_) : around_one(random_));
    numbers_[name] = std::move(numbers);
    shapes_[name] = shape;
  }

  std::mt19937 random_{1};
  std::map<std::string, std::vector<float>> numbers_;
  std::map<std::string, std::vector<std::int64_t>> shapes_;
  std::map<std::string, std::int64_t> counts_;
};

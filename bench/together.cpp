// SPDX-License-Identifier: MIT
// Figures of streams that ran at once, as those of one run.
#include "together.hpp"

#include <algorithm>
#include <numeric>

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;

std::vector<double> numbers(const std::vector<Json>& streams, const char* field) {
  std::vector<double> out(streams.size());
  std::transform(streams.begin(), streams.end(), out.begin(),
                 [&](const Json& stream) { return stream.at(field).get<double>(); });
  return out;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double largest(const std::vector<double>& values) {
  return *std::max_element(values.begin(), values.end());
}

}  // namespace

Json together(const std::vector<Json>& streams, bool one_process) {
  const auto rates = numbers(streams, "frames_per_second");
  const auto slowest = std::min_element(rates.begin(), rates.end()) - rates.begin();
  Json out = streams[std::size_t(slowest)];
  if (streams.size() == 1) return out;
  const auto cpu = numbers(streams, "cpu_percent");
  out["cpu_percent"] = one_process ? largest(cpu) : sum(cpu);
  out["memory_mib"] = one_process ? largest(numbers(streams, "memory_mib"))
                                  : sum(numbers(streams, "memory_share_mib"));
  out["cpu_ms_a_frame"] = 10 * out["cpu_percent"].get<double>() / sum(rates);
  out["frames_per_second_each"] = rates;
  if (out.contains("source_cpu_percent"))
    out["source_cpu_percent"] = sum(numbers(streams, "source_cpu_percent"));
  return out;
}

}  // namespace shm::bench

// SPDX-License-Identifier: MIT
// What wants the processor beside a pipeline, and the figures beside it.
#include "load.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "busy_loops.hpp"
#include "child.hpp"
#include "together.hpp"

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;

double at(const Json& run, const char* field) {
  return run.at(Json::json_pointer(field)).get<double>();
}

void compare_run(Json& run, const Json& quiet) {
  const auto ratio = [&](const char* field) { return at(run, field) / at(quiet, field); };
  run["to_quiet"] = {{"p50", ratio("/stages_ms/total/p50")},
                     {"p95", ratio("/stages_ms/total/p95")},
                     {"memory", ratio("/memory_mib")}};
}

}  // namespace

std::string Load::name() const {
  if (busy > 0) return "busy " + std::to_string(busy);
  if (elements > 1) return std::to_string(elements) + " elements";
  return processes > 1 ? std::to_string(processes) + " processes" : "quiet";
}

Json measure(PipelineSetup setup, const Load& load) {
  setup.elements = load.elements;
  setup.allocations = load.quiet();  // elsewhere they are the same, but cost time to count
  const BusyLoops others(load.busy);
  std::vector<std::unique_ptr<Child>> children(std::size_t(load.processes));
  for (auto& child : children)
    child = std::make_unique<Child>([&] { return measure_pipelines(setup); });
  std::vector<Json> streams(children.size());
  std::transform(children.begin(), children.end(), streams.begin(),
                 [](const auto& child) { return child->result(); });
  Json run = together(streams, false);
  run["beside"] = load.name();
  return run;
}

void compare(Json& runs) {
  const auto found = std::find_if(runs.begin(), runs.end(),
                                  [](const Json& run) { return run.at("beside") == "quiet"; });
  if (found == runs.end()) return;
  const Json quiet = *found;
  for (Json& run : runs)
    compare_run(run, quiet);
}

}  // namespace shm::bench

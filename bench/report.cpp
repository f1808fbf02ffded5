// SPDX-License-Identifier: MIT
// Figures as tables for people.
#include "report.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;

void print_title(const Json& run) {
  const auto text = [&](const char* field) { return run.at(field).get<std::string>(); };
  std::printf("\n%s%s, %s %s, %d threads, %s on %s, %s\n",
              run.at("live").get<bool>() ? "live " : "", text("size").c_str(),
              text("scene").c_str(), text("picture").c_str(), run.at("threads").get<int>(),
              text("precision").c_str(), text("device").c_str(), text("beside").c_str());
}

void print_stages(const Json& run) {
  std::printf("%-12s %8s %8s %8s\n", "ms", "p50", "p95", "p99");
  for (const auto& [stage, ms] : run.at("stages_ms").items())
    std::printf("%-12s %8.2f %8.2f %8.2f\n", stage.c_str(), ms.at("p50").get<double>(),
                ms.at("p95").get<double>(), ms.at("p99").get<double>());
  for (const char* field : {"interval", "age"}) {
    const auto ms = run.find(std::string(field) + "_ms");
    if (ms != run.end())
      std::printf("%-12s %8.2f %8.2f\n", field, ms->at("p50").get<double>(),
                  ms->at("p95").get<double>());
  }
}

void print_pipeline(const Json& run) {
  const auto number = [&](const char* field) { return run.at(field).get<double>(); };
  std::printf("%d frames, %d dropped, %.1f a second, %.0f %% of a core, %.1f ms of it a frame\n",
              run.at("frames").get<int>(), run.at("dropped").get<int>(),
              number("frames_per_second"), number("cpu_percent"), number("cpu_ms_a_frame"));
  std::printf("start %.0f ms, memory %.0f MiB, at most %.0f, grown by %.1f\n", number("start_ms"),
              number("memory_mib"), number("peak_memory_mib"), number("memory_growth_mib"));
  for (const Json& rate : run.value("frames_per_second_each", Json::array()))
    std::printf("one %.1f frames a second\n", rate.get<double>());
  if (run.contains("source_cpu_percent"))
    std::printf("of that the source %.1f %% of a core\n", number("source_cpu_percent"));
  std::printf("the element's count:");
  for (const auto& [field, count] : run.at("element").items())
    std::printf(" %s %.0f", field.c_str(), count.get<double>());
  std::printf("\nallocations a frame:");
  for (const auto& [library, calls] : run.at("allocations_a_frame").items())
    std::printf(" %s %.1f", library.c_str(), calls.get<double>());
  std::printf("\n");
}

struct Column {
  const char* title;
  const char* field;  ///< a run's, as a JSON pointer
  int decimals;
};

constexpr Column columns[] = {{"frames/s", "/frames_per_second", 1},
                              {"total p50", "/stages_ms/total/p50", 1},
                              {"p95", "/stages_ms/total/p95", 1},
                              {"p50 x", "/to_quiet/p50", 2},
                              {"p95 x", "/to_quiet/p95", 2},
                              {"interval p50", "/interval_ms/p50", 1},
                              {"p95", "/interval_ms/p95", 1},
                              {"age p50", "/age_ms/p50", 1},
                              {"p95", "/age_ms/p95", 1},
                              {"cpu ms", "/cpu_ms_a_frame", 1},
                              {"% core", "/cpu_percent", 0},
                              {"MiB", "/memory_mib", 0},
                              {"MiB x", "/to_quiet/memory", 2}};

int width(const Column& column) {
  return std::max(9, int(std::strlen(column.title)) + 2);
}

void print_row(const Json& run) {
  std::printf("%-12s", run.at("beside").get<std::string>().c_str());
  for (const Column& column : columns) {
    const Json::json_pointer field(column.field);
    if (run.contains(field))
      std::printf("%*.*f", width(column), column.decimals, run.at(field).get<double>());
    else
      std::printf("%*s", width(column), "-");
  }
  std::printf("\n");
}

}  // namespace

void print_run(const Json& run) {
  print_title(run);
  print_stages(run);
  print_pipeline(run);
}

void print_loads(const Json& runs) {
  if (runs.size() < 2) return;
  std::printf("\n%-12s", "ms");
  for (const Column& column : columns)
    std::printf("%*s", width(column), column.title);
  std::printf("\n");
  for (const Json& run : runs)
    print_row(run);
}

}  // namespace shm::bench

// SPDX-License-Identifier: MIT
// What is printed after a batch.

#include "summary.hpp"

#include <sys/resource.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "console.hpp"

namespace shm::tools {
namespace {

using Json = nlohmann::ordered_json;

/// The most memory that this process ever had, bytes.
std::size_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return std::size_t(usage.ru_maxrss) * 1024;
}

Json to_json(const std::vector<Fault>& faults) {
  Json list = Json::array();
  for (const Fault& fault : faults)
    list.push_back({{"name", fault.name}, {"what", fault.what}});
  return list;
}

Json to_json(const BatchReport& report) {
  return {{"done", report.done},
          {"present", report.plan.present},
          {"failed", report.faults.size()},
          {"stopped", report.stopped},
          {"workers", report.plan.workers},
          {"worker_memory_bytes", report.plan.worker_memory},
          {"peak_memory_bytes", peak_memory()},
          {"seconds", report.seconds},
          {"faults", to_json(report.faults)},
          {"notes", to_json(report.notes)}};
}

}  // namespace

void print_summary(const BatchReport& report, bool json) {
  if (json) {
    // Names need not be UTF-8.
    std::puts(to_json(report).dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    return;
  }
  std::printf("%zu done, %zu done before, %zu failed, %zu noted%s\n", report.done,
              report.plan.present, report.faults.size(), report.notes.size(),
              report.stopped ? "; stopped: start again to go on" : "");
  std::printf("%.1f s; %d side by side, at most %s each; peak of the process %s\n", report.seconds,
              report.plan.workers, memory_text(report.plan.worker_memory).c_str(),
              memory_text(peak_memory()).c_str());
}

}  // namespace shm::tools

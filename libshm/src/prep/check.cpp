// SPDX-License-Identifier: MIT
// Checks a data set: what is wrong, doubtful or in two lists.

#include "shm/check.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/check_options.hpp"
#include "prep/check_lists.hpp"
#include "prep/inspect.hpp"
#include "prep/picture_checks.hpp"
#include "prep/picture_jobs.hpp"
#include "shm/error.hpp"
#include "shm/prep_options.hpp"

namespace shm {
namespace {

constexpr std::size_t shown = 24;            // pictures on a contact sheet
constexpr std::size_t bytes_per_pixel = 30;  // a picture's parts, decoded

using Inspections = std::map<std::string, Inspection>;

Inspections uninspected(const CheckedLists& lists) {
  Inspections inspections;
  for (const std::string& name : lists.train)
    inspections.try_emplace(name);
  for (const std::string& name : lists.val)
    inspections.try_emplace(name);
  return inspections;
}

std::string joined(const std::vector<std::string>& faults) {
  std::string text;
  for (const std::string& fault : faults)
    text.append(text.empty() ? "" : "; ").append(fault);
  return text;
}

std::size_t inspection_memory(const DataSet& data, const std::string& name) {
  std::size_t memory = 0;
  for (const Part part : {Part::mask, Part::trimap, Part::alpha})
    memory = std::max(memory, memory_of(data.file(part, name), bytes_per_pixel));
  return memory;
}

BatchReport inspect_all(const DataSet& data, int tolerance, const BatchOptions& options,
                        BatchObserver& observer, Inspections& inspections) {
  PictureJobs jobs;
  for (const auto& [name, inspection] : inspections)
    jobs.names.push_back(name);
  jobs.is_done = [](const std::string&) { return false; };
  jobs.make = [&](const std::string& name) {
    const Inspection& found = inspections.at(name) = inspect(data, name, tolerance);
    if (!found.faults.empty()) throw BadInput(joined(found.faults));
    return std::string();
  };
  jobs.memory = [&](const std::string& name) { return inspection_memory(data, name); };
  return run_jobs(jobs, options, observer);
}

std::vector<NearDuplicate> find_near_duplicates(const CheckedLists& lists,
                                                const Inspections& inspections, int distance) {
  std::vector<NearDuplicate> found;
  for (const std::string& train : lists.train) {
    const Inspection& a = inspections.at(train);
    for (const std::string& val : lists.val) {
      const Inspection& b = inspections.at(val);
      if (train != val && a.has_print && b.has_print && near_duplicates(a.print, b.print, distance))
        found.push_back({train, val, hash_distance(a.print, b.print)});
    }
  }
  return found;
}

std::vector<std::string> choose_samples(const Inspections& inspections) {
  std::vector<std::string> names;
  for (const auto& [name, inspection] : inspections)
    if (inspection.has_print) names.push_back(name);
  std::ranges::sort(names, {}, name_hash);
  names.resize(std::min(names.size(), shown));
  std::ranges::sort(names);
  return names;
}

std::vector<Suspect> choose_worst(const Inspections& inspections) {
  std::vector<Suspect> suspects;
  for (const auto& [name, inspection] : inspections)
    suspects.push_back({name, inspection.doubt});
  std::ranges::stable_sort(suspects, {}, [&](const Suspect& suspect) {
    return std::pair(inspections.at(suspect.name).faults.empty(), -suspect.doubt);
  });
  suspects.resize(std::min(suspects.size(), shown));
  return suspects;
}

Split good_lists(const CheckedLists& lists, const BatchReport& batch,
                 const std::vector<NearDuplicate>& near_duplicates) {
  std::set<std::string> bad = lists.bad;
  for (const Fault& fault : batch.faults)
    bad.insert(fault.name);
  Split good{lists.train, lists.val};
  const auto is_bad = [&](const std::string& name) { return bad.contains(name); };
  std::erase_if(good.val, is_bad);
  bad.insert(lists.leaked.begin(), lists.leaked.end());
  for (const NearDuplicate& pair : near_duplicates)
    bad.insert(pair.train);
  std::erase_if(good.train, is_bad);
  return good;
}

}  // namespace

void CheckOptions::check() const {
  check_options(*this);
}

CheckReport check_data_set(const DataSet& data, const CheckOptions& options,
                           const BatchOptions& batch, BatchObserver& observer) {
  options.check();
  const CheckedLists lists = read_lists(data, options);
  for (const Fault& fault : lists.faults)
    observer.fault(fault);
  Inspections inspections = uninspected(lists);
  const BatchReport done = inspect_all(data, options.tolerance, batch, observer, inspections);

  CheckReport report;
  report.pictures = inspections.size();
  report.stopped = done.stopped;
  report.faults = lists.faults;
  report.faults.insert(report.faults.end(), done.faults.begin(), done.faults.end());
  report.near_duplicates = find_near_duplicates(lists, inspections, options.near_distance);
  report.worst = choose_worst(inspections);
  report.samples = choose_samples(inspections);
  report.good = good_lists(lists, done, report.near_duplicates);
  return report;
}

}  // namespace shm

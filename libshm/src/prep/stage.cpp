// SPDX-License-Identifier: MIT
// A step of the preparation: one PNG a picture, restartable.

#include "prep/stage.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "data/name_clashes.hpp"
#include "file/folder_lock.hpp"
#include "prep/fault_table.hpp"
#include "prep/leftovers.hpp"
#include "prep/picture_jobs.hpp"
#include "prep/result.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw WriteError("cannot make the folder " + folder.string() + ": " + error.message());
}

/// The PNGs of this shard's pictures, which no other process writes.
void remove_own_leftovers(const Stage& stage, const Shard& shard) {
  std::vector<std::string> mine;
  for (const std::string& name : stage.pictures.names)
    if (shard.holds(name)) mine.push_back(png_name(name));
  remove_leftovers(stage.out, mine);
}

bool is_done(const Stage& stage, const std::string& name) {
  return is_current(stage.out / png_name(name), stage.sources(name));
}

/// The digest is taken first: what changes while the picture is made is seen by the next run.
std::string make(const Stage& stage, const std::string& name) {
  const std::string digest = digest_of(stage.sources(name));
  const Made made = stage.make(name);
  write_result(stage.out / png_name(name), made.picture, digest);
  return made.note;
}

PictureJobs jobs_of(const Stage& stage) {
  return {stage.pictures.names, [&](const std::string& name) { return is_done(stage, name); },
          [&](const std::string& name) { return make(stage, name); }, stage.memory};
}

void record(const Stage& stage, const std::vector<Fault>& faults) {
  std::set<std::string> known(stage.pictures.names.begin(), stage.pictures.names.end());
  std::set<std::string> renewed;
  for (const Fault& fault : faults)
    renewed.insert(fault.name);
  const FolderLock lock(stage.out);
  remove_shared_leftovers(stage.out, lock);
  renew_faults(stage.out / "failed.csv", faults, [&](const std::string& name) {
    return renewed.contains(name) || !known.contains(name) || is_done(stage, name);
  });
}

}  // namespace

void claim_folder(const fs::path& folder, const std::string& settings) {
  make_folder(folder);
  const FolderLock lock(folder);
  remove_shared_leftovers(folder, lock);
  const fs::path file = folder / ".settings.json";
  const std::string held = fs::exists(file) ? read_whole_file(file) : std::string();
  if (held == settings + "\n") return;
  if (!held.empty() && !picture_names(folder).empty())
    throw BadInput(folder.string() + " holds results of other settings, " +
                   held.substr(0, held.find('\n')) + " instead of " + settings +
                   ": remove it or choose another folder");
  write_whole_file(file, settings + "\n");
}

BatchReport run_stage(Stage stage, const BatchOptions& options, BatchObserver& observer) {
  options.check();
  claim_folder(stage.out, stage.settings);
  remove_own_leftovers(stage, options.shard);
  std::vector<Fault> faults = stage.pictures.faults;
  std::ranges::copy(take_name_clashes(stage.pictures.names), std::back_inserter(faults));
  for (const Fault& fault : faults)
    observer.fault(fault);
  BatchReport report = run_jobs(jobs_of(stage), options, observer);
  add_faults(report, faults);
  record(stage, report.faults);
  return report;
}

}  // namespace shm

// SPDX-License-Identifier: MIT
// From AISegment's tree to a data set.

#include "shm/aisegment.hpp"

#include <algorithm>
#include <map>
#include <opencv2/core.hpp>
#include <set>

#include "base/check_options.hpp"
#include "file/folder_lock.hpp"
#include "file/link_file.hpp"
#include "image/mat.hpp"
#include "prep/aisegment_tree.hpp"
#include "prep/fault_table.hpp"
#include "prep/leftovers.hpp"
#include "prep/mask.hpp"
#include "prep/picture_checks.hpp"
#include "prep/picture_jobs.hpp"
#include "prep/result.hpp"
#include "prep/settings.hpp"
#include "prep/stage.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/prep_options.hpp"
#include "shm/split.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr Part label_parts[] = {Part::alpha, Part::mask, Part::trimap};
constexpr std::size_t bytes_per_pixel = 40;  // image and matting, as files and decoded; results

class Conversion {
 public:
  Conversion(const fs::path& source, const DataSet& data, const AisegmentOptions& options)
      : source_(source), data_(data), options_(options), tree_(scan_aisegment(source)) {
    for (const AisegmentPair& pair : tree_.pairs)
      pairs_.emplace(pair.name, &pair);
  }

  BatchReport run(const BatchOptions& options, BatchObserver& observer) {
    make_folders();
    remove_own_leftovers(options.shard);
    for (const Fault& fault : tree_.unpaired)
      observer.fault(fault);
    BatchReport report = run_jobs(jobs(), options, observer);
    add_faults(report, tree_.unpaired);
    record(report.faults);
    write_lists(data_, options_.val_fraction);
    return report;
  }

 private:
  void make_folders() const {
    claim_folder(data_.folder(Part::alpha), R"({"from":"alpha channel"})");
    claim_folder(data_.folder(Part::mask), settings_of(options_.mask));
    claim_folder(data_.folder(Part::trimap), settings_of(options_.trimap, true));
    claim_folder(data_.folder(Part::image), R"({"from":"clip_img"})");
  }

  void remove_own_leftovers(const Shard& shard) const {
    for (const Part part : {Part::image, Part::alpha, Part::mask, Part::trimap}) {
      std::vector<std::string> mine;
      for (const AisegmentPair& pair : tree_.pairs)
        if (shard.holds(pair.name)) mine.push_back(data_.file(part, pair.name).filename().string());
      remove_leftovers(data_.folder(part), mine);
    }
  }

  PictureJobs jobs() const {
    PictureJobs jobs;
    for (const AisegmentPair& pair : tree_.pairs)
      jobs.names.push_back(pair.name);
    jobs.is_done = [this](const std::string& name) { return is_done(name); };
    jobs.make = [this](const std::string& name) { return make(*pairs_.at(name)); };
    jobs.memory = [this](const std::string& name) {
      return memory_of(source_ / pairs_.at(name)->matting, bytes_per_pixel);
    };
    return jobs;
  }

  std::vector<fs::path> sources(const AisegmentPair& pair) const {
    return {source_ / pair.clip, source_ / pair.matting};
  }

  bool has_image(const AisegmentPair& pair) const {
    const fs::path image = data_.file(Part::image, pair.name), clip = source_ / pair.clip;
    std::error_code absent;
    return fs::equivalent(image, clip, absent) ||
           (fs::exists(image, absent) && digest_of({image}) == digest_of({clip}));
  }

  bool is_done(const std::string& name) const {
    const AisegmentPair& pair = *pairs_.at(name);
    return has_image(pair) && std::ranges::all_of(label_parts, [&](Part part) {
             return is_current(data_.file(part, name), sources(pair));
           });
  }

  std::string make(const AisegmentPair& pair) const {
    const std::string digest = digest_of(sources(pair));
    const Image image = read_picture(source_ / pair.clip, ReadAs::rgb);
    const Image alpha = read_picture(source_ / pair.matting, ReadAs::alpha);
    require_same_size(image, alpha, "matting");
    if (cv::countNonZero(as_mat(alpha.view())) == 0) throw BadInput("alpha is 0 everywhere");
    write_result(data_.file(Part::alpha, pair.name), alpha, digest);
    write_result(data_.file(Part::mask, pair.name), mask_of(alpha, options_.mask.threshold),
                 digest);
    write_result(data_.file(Part::trimap, pair.name), trimap_from_alpha(alpha, options_.trimap),
                 digest);
    if (!has_image(pair)) fs::remove(data_.file(Part::image, pair.name));
    link_or_copy(source_ / pair.clip, data_.file(Part::image, pair.name), options_.copy);
    return {};
  }

  /// Faults under the paths of their pictures below the tree's root.
  void record(std::vector<Fault>& faults) const {
    std::map<std::string, const AisegmentPair*> by_clip;
    for (const AisegmentPair& pair : tree_.pairs)
      by_clip.emplace(pair.clip.string(), &pair);
    std::set<std::string> renewed;
    for (Fault& fault : faults) {
      if (const auto pair = pairs_.find(fault.name); pair != pairs_.end())
        fault.name = pair->second->clip.string();
      renewed.insert(fault.name);
    }
    const FolderLock lock(data_.root());
    remove_shared_leftovers(data_.root(), lock);
    renew_faults(data_.root() / "rejected.csv", faults, [&](const std::string& clip) {
      const auto pair = by_clip.find(clip);
      return renewed.contains(clip) || pair == by_clip.end() || is_done(pair->second->name);
    });
  }

  const fs::path& source_;
  const DataSet& data_;
  const AisegmentOptions& options_;
  AisegmentTree tree_;
  std::map<std::string, const AisegmentPair*> pairs_;
};

}  // namespace

void AisegmentOptions::check() const {
  mask.check();
  trimap.check();
  check_options(*this);
}

BatchReport prepare_aisegment(const fs::path& source, const DataSet& data,
                              const AisegmentOptions& options, const BatchOptions& batch,
                              BatchObserver& observer) {
  options.check();
  batch.check();
  return Conversion(source, data, options).run(batch, observer);
}

}  // namespace shm

// SPDX-License-Identifier: MIT
// Work on many pictures side by side, each on its own.

#include "shm/batch.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <opencv2/core/utility.hpp>
#include <thread>

#include "base/check_options.hpp"
#include "base/machine.hpp"
#include "prep/picture_jobs.hpp"
#include "shm/error.hpp"
#include "shm/prep_options.hpp"
#include "shm/stop_watch.hpp"

namespace shm {
namespace {

/// Of the memory that is free when a batch starts; the rest is for everybody else.
constexpr double memory_share = 0.8;

/// What a worker takes besides its pictures: stack, decoder, what the allocator keeps for it,
/// bytes.
constexpr std::size_t worker_overhead = 16 << 20;

/// Workers are the parallelism: threads of OpenCV's own would only get into their way.
class SingleThreadedOpenCv {
 public:
  SingleThreadedOpenCv() { cv::setNumThreads(1); }
  ~SingleThreadedOpenCv() { cv::setNumThreads(before_); }
  SingleThreadedOpenCv(const SingleThreadedOpenCv&) = delete;
  SingleThreadedOpenCv& operator=(const SingleThreadedOpenCv&) = delete;

 private:
  int before_ = cv::getNumThreads();
};

int workers_that_fit(const BatchOptions& options, std::size_t todo, std::size_t worker_memory) {
  const auto wanted = std::size_t(options.jobs > 0 ? options.jobs : usable_cores());
  const auto fitting = std::size_t(memory_share * double(usable_memory())) /
                       std::max(worker_memory, worker_overhead);
  const std::size_t allowed = options.jobs > 0 ? wanted : std::min(wanted, fitting);
  return int(std::clamp<std::size_t>(allowed, 1, std::max<std::size_t>(todo, 1)));
}

bool by_name(const Fault& a, const Fault& b) {
  return a.name < b.name;
}

class JobRun {
 public:
  JobRun(const PictureJobs& jobs, const BatchOptions& options, BatchObserver& observer)
      : jobs_(jobs), observer_(observer) {
    for (const std::string& name : jobs.names)
      if (options.shard.holds(name)) take(name);
    report_.plan.todo = todo_.size();
    report_.plan.workers = workers_that_fit(options, todo_.size(), report_.plan.worker_memory);
  }

  BatchReport run() {
    const SingleThreadedOpenCv single_threaded;
    const StopWatch watch;
    observer_.started(report_.plan);
    {
      std::vector<std::jthread> workers(std::size_t(report_.plan.workers));
      for (std::jthread& worker : workers)
        worker = std::jthread([this] { work(); });
    }
    if (fatal_) std::rethrow_exception(fatal_);
    report_.seconds = watch.seconds();
    add_faults(report_, {});
    std::sort(report_.notes.begin(), report_.notes.end(), by_name);
    return std::move(report_);
  }

 private:
  void take(const std::string& name) {
    if (jobs_.is_done(name)) {
      ++report_.plan.present;
      return;
    }
    todo_.push_back(name);
    report_.plan.worker_memory =
        std::max(report_.plan.worker_memory, worker_overhead + jobs_.memory(name));
  }

  void work() {
    while (const std::string* name = next())
      make(*name);
  }

  const std::string* next() {
    const std::lock_guard lock(mutex_);
    if (next_ == todo_.size() || fatal_) return nullptr;
    report_.stopped = report_.stopped || observer_.stop();
    return report_.stopped ? nullptr : &todo_[next_++];
  }

  void make(const std::string& name) {
    try {
      finish(name, jobs_.make(name));
    } catch (const WriteError&) {
      const std::lock_guard lock(mutex_);
      fatal_ = std::current_exception();
    } catch (const std::bad_alloc&) {
      fail({name, "not enough memory: fewer jobs leave more for each picture"});
    } catch (const std::exception& error) {
      fail({name, error.what()});
    }
  }

  void finish(const std::string& name, const std::string& note) {
    const std::lock_guard lock(mutex_);
    ++report_.done;
    if (!note.empty()) observer_.noted(report_.notes.emplace_back(Fault{name, note}));
    observer_.finished(name);
  }

  void fail(const Fault& fault) {
    const std::lock_guard lock(mutex_);
    observer_.fault(report_.faults.emplace_back(fault));
    observer_.finished(fault.name);
  }

  const PictureJobs& jobs_;
  BatchObserver& observer_;
  std::vector<std::string> todo_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  BatchReport report_;
  std::exception_ptr fatal_;
};

}  // namespace

void BatchOptions::check() const {
  check_options(*this);
  shard.check();
}

BatchReport run_jobs(const PictureJobs& jobs, const BatchOptions& options,
                     BatchObserver& observer) {
  options.check();
  return JobRun(jobs, options, observer).run();
}

void add_faults(BatchReport& report, const std::vector<Fault>& faults) {
  report.faults.insert(report.faults.end(), faults.begin(), faults.end());
  std::sort(report.faults.begin(), report.faults.end(), by_name);
}

}  // namespace shm

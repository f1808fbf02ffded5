// SPDX-License-Identifier: MIT
// The one pool of threads of the process.

#include "base/thread_pool.hpp"

#include <pthread.h>

#include <ctime>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "base/help_balance.hpp"
#include "base/machine.hpp"

namespace shm {
namespace {

using Clock = HelpBalance::Clock;

/// About what it takes to wake a sleeping thread: whoever waits longer has lost little by it.
constexpr auto longest_spin = std::chrono::microseconds(50);

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// Waits for `done`, but not for long; whether it came.
template <typename Done>
bool spin_until(const Done& done) {
  constexpr int checks_between_looks_at_the_clock = 32;
  const auto end = Clock::now() + longest_spin;
  do {
    for (int i = 0; i < checks_between_looks_at_the_clock; ++i) {
      if (done()) return true;
      relax();
    }
  } while (Clock::now() < end);
  return done();
}

HelpBalance::Duration own_processor_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

thread_local HelpBalance::Duration helped_this_thread{0};

/// Holders keep the lock for some dozen instructions, which is no reason to sleep.
std::unique_lock<std::mutex> soon_locked(std::mutex& mutex) {
  std::unique_lock lock(mutex, std::try_to_lock);
  if (!lock && !spin_until([&] { return lock.try_lock(); })) lock.lock();
  return lock;
}

/// On its caller's stack for as long as anybody works at it.
class Job {
 public:
  Job(std::int64_t pieces, int threads, const void* work, PieceFunction call)
      : pieces_(pieces), most_helpers_(threads - 1), work_(work), call_(call) {}

  void run() {
    for (std::int64_t i = take(); i < pieces_; i = take())
      run(i);
  }

  bool may_use_another() const {
    return helpers_.load(std::memory_order_relaxed) < most_helpers_ &&
           next_.load(std::memory_order_relaxed) < pieces_;
  }
  void enter() { helpers_.fetch_add(1, std::memory_order_relaxed); }
  /// True for the last one.
  bool leave(HelpBalance::Duration worked) {
    helped_ += worked;
    return helpers_.fetch_sub(1, std::memory_order_release) == 1;
  }
  bool is_left() const { return helpers_.load(std::memory_order_acquire) == 0; }

  /// Processor time of those who left.
  HelpBalance::Duration helped() const { return helped_; }

  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::int64_t take() { return next_.fetch_add(1, std::memory_order_relaxed); }

  void run(std::int64_t piece) {
    try {
      call_(work_, piece);
    } catch (...) {
      if (!failed_.exchange(true)) error_ = std::current_exception();
      next_.store(pieces_, std::memory_order_relaxed);
    }
  }

  const std::int64_t pieces_;
  const int most_helpers_;
  const void* const work_;
  const PieceFunction call_;
  std::atomic<std::int64_t> next_ = 0;
  std::atomic<int> helpers_ = 0;
  HelpBalance::Duration helped_{0};
  std::atomic<bool> failed_ = false;
  std::exception_ptr error_;  ///< of the call that set failed_; read when all have left
};

class ThreadPool {
 public:
  /// It is never destroyed: a program may end while other threads still compute.
  static ThreadPool& of_process() {
    static auto* const pool = new ThreadPool;
    return *pool;
  }

  void run(Job& job, int helpers) {
    const auto begin = Clock::now();
    const auto before = own_processor_time();
    const bool helped = post(job, helpers);
    job.run();
    if (helped) finish(job);
    const auto now = Clock::now();
    const auto worked = own_processor_time() - before + job.helped();
    helped_this_thread += job.helped();
    const auto lock = soon_locked(mutex_);
    balance_.add(worked, now - begin, helped, now);
  }

 private:
  /// False where help does not pay.
  bool post(Job& job, int helpers) {
    auto lock = soon_locked(mutex_);
    if (!balance_.pays(Clock::now())) return false;
    jobs_.push_back(&job);
    posted_.fetch_add(1);
    const int wanted = std::min(helpers, idle_cores());
    hire(wanted);
    const int asleep = std::min(wanted, sleepers_);
    lock.unlock();
    for (int i = 0; i < asleep; ++i)
      job_posted_.notify_one();
    return true;
  }

  /// As many as the system lets the process have; work gets done with fewer, too.
  void hire(int wanted) {
    try {
      for (; threads_ < wanted; ++threads_)
        std::thread([this] { help(); }).detach();
    } catch (const std::system_error&) {
      return;
    }
  }

  void finish(Job& job) {
    spin_until([&] { return job.is_left(); });
    auto lock = soon_locked(mutex_);
    job_left_.wait(lock, [&] { return job.is_left(); });
    std::erase(jobs_, &job);
  }

  /// Each job's caller has one of the cores. More threads than those would only wait for each
  /// other.
  int idle_cores() const { return cores_ - int(jobs_.size()) - helping_; }

  [[noreturn]] void help() {
    ::pthread_setname_np(::pthread_self(), "shm-pool");  // for top, gdb and perf
    auto lock = soon_locked(mutex_);
    for (;;) {
      Job* const job = idle_cores() > 0 ? next_job() : nullptr;
      if (job != nullptr) {
        help_with(*job, lock);
      } else {
        wait_for_job(lock);
      }
    }
  }

  /// Each time another one, so that all callers are helped.
  Job* next_job() {
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      Job* const job = jobs_[++turn_ % jobs_.size()];
      if (job->may_use_another()) return job;
    }
    return nullptr;
  }

  void help_with(Job& job, std::unique_lock<std::mutex>& lock) {
    ++helping_;
    job.enter();
    lock.unlock();
    const auto begin = own_processor_time();
    job.run();
    const auto worked = own_processor_time() - begin;
    lock = soon_locked(mutex_);
    --helping_;
    if (job.leave(worked)) job_left_.notify_all();
  }

  void wait_for_job(std::unique_lock<std::mutex>& lock) {
    const auto posted = [this, seen = posted_.load()] { return posted_.load() != seen; };
    lock.unlock();
    const bool soon = spin_until(posted);
    lock = soon_locked(mutex_);
    if (soon) return;
    ++sleepers_;
    job_posted_.wait(lock, posted);
    --sleepers_;
  }

  const int cores_ = usable_cores();
  std::mutex mutex_;  ///< of all that follows
  HelpBalance balance_;
  std::vector<Job*> jobs_;
  std::size_t turn_ = 0;
  int threads_ = 0, helping_ = 0, sleepers_ = 0;
  std::atomic<unsigned> posted_ = 0;  ///< jobs so far; read without the lock, too
  std::condition_variable job_posted_, job_left_;
};
}  // namespace

void run_pieces(std::int64_t pieces, int threads, const void* work, PieceFunction call) {
  const auto helpers = int(std::min<std::int64_t>(threads, pieces)) - 1;
  Job job(pieces, threads, work, call);
  if (helpers < 1) {
    job.run();
  } else {
    ThreadPool::of_process().run(job, helpers);
  }
  job.rethrow();
}

std::chrono::nanoseconds processor_time() {
  return own_processor_time() + helped_this_thread;
}

}  // namespace shm

// SPDX-License-Identifier: MIT
// Decides whether helping threads pay on a machine that may be busy.

#include "base/help_balance.hpp"

#include <algorithm>

namespace shm {
namespace {

using namespace std::chrono_literals;

/// A few time slices.
constexpr HelpBalance::Duration stint = 10ms;
/// By how much help must speed up.
constexpr double worth = 1.1;
constexpr int good_stints_for_trust = 20;

}  // namespace

void HelpBalance::add(Duration worked, Duration passed, bool helped, Clock::time_point now) {
  Stint& current = helped ? helped_ : alone_;
  current.worked += worked;
  current.passed += passed;
  if (current.passed < stint) return;
  if (helped)
    judge(current.rate(), now);
  else
    alone_rate_ += 0.25 * (current.rate() - alone_rate_);
  current = {};
}

void HelpBalance::judge(double helped_rate, Clock::time_point now) {
  if (helped_rate > worth * alone_rate_) {
    alone_rate_ += 0.005 * (1 - alone_rate_);  // what it once was need not be so any more
    if (++good_stints_ >= good_stints_for_trust) pause_ = least_pause;
    return;
  }
  good_stints_ = 0;
  alone_until_ = now + pause_;
  pause_ = std::min(2 * pause_, longest_pause);
}

}  // namespace shm

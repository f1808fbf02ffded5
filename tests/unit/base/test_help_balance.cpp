// SPDX-License-Identifier: MIT
// When helping threads are asked for, on a quiet and on a busy machine.
#include "base/help_balance.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using Clock = shm::HelpBalance::Clock;

constexpr Clock::time_point start{1h};

/// Jobs of a millisecond, as long as `duration` of them; `rates` of work with help and alone.
struct Rates {
  double helped, alone;
};

/// Time spent alone in `duration` of a busy or quiet machine.
class Machine {
 public:
  Clock::duration time_alone(Rates rates, Clock::duration duration) {
    Clock::duration alone{0};
    for (const auto end = now_ + duration; now_ < end; now_ += 1ms) {
      const bool helped = balance_.pays(now_);
      const double rate = helped ? rates.helped : rates.alone;
      balance_.add(std::chrono::microseconds(int(1000 * rate)), 1ms, helped, now_);
      if (!helped) alone += 1ms;
    }
    return alone;
  }

 private:
  shm::HelpBalance balance_;
  Clock::time_point now_ = start;
};

constexpr Rates quiet = {1.9, 1.0};
constexpr Rates busy = {0.7, 1.0};

TEST(HelpBalance, OnAQuietMachineHelpersAlwaysHelp) {
  Machine machine;
  EXPECT_EQ(machine.time_alone(quiet, 10s), 0s);
}

TEST(HelpBalance, OnABusyMachineHelpIsTriedNowAndThen) {
  Machine machine;
  machine.time_alone(busy, 2s);
  const auto alone = machine.time_alone(busy, 10s);
  EXPECT_GT(alone, 9500ms);
  EXPECT_LT(alone, 10s);
}

TEST(HelpBalance, HelpReturnsWithinASecondOnceTheMachineIsQuiet) {
  Machine machine;
  machine.time_alone(busy, 10s);
  machine.time_alone(quiet, 1s);
  EXPECT_EQ(machine.time_alone(quiet, 1s), 0s);
}

TEST(HelpBalance, HelpEndsAtOnceWhenTheMachineGetsBusy) {
  Machine machine;
  machine.time_alone(quiet, 10s);
  EXPECT_GT(machine.time_alone(busy, 2s), 1700ms);
}

TEST(HelpBalance, HelpersThatGetACoreNowAndThenMayStillPay) {
  Machine machine;
  machine.time_alone({0.62, 0.4}, 2s);
  EXPECT_LT(machine.time_alone({0.62, 0.4}, 10s), 5s);
}

}  // namespace

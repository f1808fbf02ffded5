#include "base/help_balance.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using Clock = shm::HelpBalance::Clock;

constexpr Clock::time_point start{1h};

TEST(HelpBalance, HelpPaysUntilTheContraryIsSeen) {
  shm::HelpBalance balance;
  EXPECT_TRUE(balance.pays(start));
  for (int i = 0; i < 100; ++i)
    balance.add(100us, 20us, start);
  EXPECT_TRUE(balance.pays(start));
}

TEST(HelpBalance, LongWaitsForHelpersEndTheirHelp) {
  shm::HelpBalance balance;
  balance.add(100us, 4ms, start);
  EXPECT_FALSE(balance.pays(start + 1ms));
  EXPECT_TRUE(balance.pays(start + 100ms)) << "for it may pay again";
}

TEST(HelpBalance, OneLostCoreInALongTimeIsForgiven) {
  shm::HelpBalance balance;
  for (int i = 0; i < 1000; ++i)
    balance.add(100us, 0us, start);
  balance.add(100us, 5ms, start);
  EXPECT_TRUE(balance.pays(start));
}

/// How long help is left out after `times` trials that all failed.
Clock::duration pause_after(int times) {
  shm::HelpBalance balance;
  auto now = start;
  for (int i = 0; i < times; ++i) {
    while (!balance.pays(now))
      now += 1ms;
    balance.add(0ms, 10ms, now);
  }
  const auto begin = now;
  while (!balance.pays(now))
    now += 1ms;
  return now - begin;
}

TEST(HelpBalance, IsTriedMoreSeldomWhereItKeepsFailingButWithinASecond) {
  EXPECT_LT(pause_after(1), 50ms);
  EXPECT_GT(pause_after(4), pause_after(1));
  EXPECT_LT(pause_after(100), 1s);
}

TEST(HelpBalance, TrialsAreSoonAgainOnceHelpPaid) {
  shm::HelpBalance balance;
  for (auto now = start; now < start + 10s; now += 1s)
    balance.add(0ms, 10ms, now);
  const auto quiet = start + 20s;
  for (int i = 0; i < 1000; ++i)
    balance.add(100us, 0us, quiet);
  balance.add(0ms, 100ms, quiet);
  EXPECT_FALSE(balance.pays(quiet));
  EXPECT_TRUE(balance.pays(quiet + 50ms));
}

}  // namespace

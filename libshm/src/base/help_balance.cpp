#include "base/help_balance.hpp"

#include <algorithm>

namespace shm {
namespace {

using namespace std::chrono_literals;

/// What has been gained covers no more than about one loss of a core, lest it take long to see that
/// times have changed.
constexpr HelpBalance::Duration most_gained = 4ms;
constexpr HelpBalance::Duration bearable_loss = 2ms;

}  // namespace

void HelpBalance::add(Duration worked, Duration waited, Clock::time_point now) {
  gained_ = std::min(gained_ + worked - waited, most_gained);
  if (gained_ == most_gained) pause_ = least_pause;
  if (gained_ > -bearable_loss) return;
  alone_until_ = now + pause_;
  pause_ = std::min(2 * pause_, longest_pause);
  gained_ = 0ms;
}

}  // namespace shm

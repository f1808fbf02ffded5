// SPDX-License-Identifier: MIT
// Every call of the library fails in turn: nothing of the room is shown, and the stream goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <thread>

#include "harness.hpp"

namespace shm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string rgb = raw_caps("RGB", 32, 32);
const char* const kinds[] = {"input", "memory", "nan", "number", "device"};  ///< of failures

/// What fails, in a stream in which it is called.
struct Stage {
  const char* call;
  const char* input = "RGB";
  const char* output_format = "RGBA";
  const char* output = "cutout";
  const char* background = "transparent";
  const char* orientation = "rotate-0";
  int from = 3;
};

void PrintTo(const Stage& stage, std::ostream* out) {
  *out << stage.call;
}

using Bytes = std::vector<guint8>;

/// A stream whose frames grow brighter, each all of one grey.
class Stream {
 public:
  Stream(const Stage& stage, const std::string& model, const char* on_error, bool enabled = true)
      : caps_(raw_caps(stage.input, 32, 32)),
        harness_({{"model", model},
                  {"on-error", on_error},
                  {"output", stage.output},
                  {"background", stage.background},
                  {"enabled", enabled ? "true" : "false"}}) {
    harness_.src_caps(std::string("video/x-raw, format=") + stage.output_format);
    harness_.sink_caps(caps_);
    GstTagList* tags = gst_tag_list_new(GST_TAG_IMAGE_ORIENTATION, stage.orientation, nullptr);
    gst_harness_push_event(harness_.get(), gst_event_new_tag(tags));
  }

  /// The next frame, of no bytes where there is none.
  Bytes frame() {
    const int index = index_++;
    const BufferPtr out = harness_.process(plain_frame(caps_, 100 + 10 * index, index));
    return out ? bytes_of(out.get()) : Bytes();
  }

  const Harness& harness() const { return harness_; }

 private:
  std::string caps_;
  Harness harness_;
  int index_ = 0;
};

std::string failing(const Stage& stage, const std::string& kind) {
  return "fake:throw=" + kind + ",at=" + stage.call + ",from=" + std::to_string(stage.from) +
         ",count=2";
}

constexpr int length = 8;

std::vector<Bytes> frames(Stream&& stream) {
  std::vector<Bytes> frames;
  for (int i = 0; i < length; ++i)
    frames.push_back(stream.frame());
  return frames;
}

/// What may be shown of each frame of a stream.
struct Shown {
  explicit Shown(const Stage& stage)
      : good(frames(Stream(stage, "fake", "transparent"))),
        blank(frames(Stream(stage, "fake:throw=input", "transparent"))),
        as_it_came(frames(Stream(stage, "fake", "transparent", false))) {}

  bool may_stand_in(std::size_t index, const std::string& on_error, const Bytes& got,
                    const Bytes& last) const {
    const bool nothing = got == blank[index] || got == Bytes(blank[index].size(), 0);
    const bool held = on_error == "hold" && got == last;
    const bool passed = on_error == "pass" && got == as_it_came[index];
    return nothing || held || passed;
  }

  std::vector<Bytes> good, blank, as_it_came;
};

class EveryStage : public testing::TestWithParam<Stage> {};

TEST_P(EveryStage, ThatFailsShowsNothingOfTheRoomAndRecovers) {
  const Shown shown(GetParam());
  for (const char* on_error : {"transparent", "hold", "pass"}) {
    for (const char* kind : kinds) {
      SCOPED_TRACE(std::string(kind) + ", on-error=" + on_error);
      Stream stream(GetParam(), failing(GetParam(), kind), on_error);
      guint64 failed = 0;
      Bytes got, last;
      for (std::size_t i = 0; i < length; ++i, last = got) {
        got = stream.frame();
        if (got == shown.good[i]) continue;
        ++failed;
        EXPECT_TRUE(shown.may_stand_in(i, on_error, got, last)) << "frame " << i;
      }
      EXPECT_EQ(got, shown.good.back());
      EXPECT_GE(stream.harness().counted("failures"), std::max<guint64>(failed, 1));
      EXPECT_THAT(stream.harness().warnings(), SizeIs(1));
      EXPECT_THAT(stream.harness().errors(), IsEmpty());
    }
  }
}

TEST_P(EveryStage, ThatFailsEndsTheStreamWhereThatWasAsked) {
  const Shown shown(GetParam());
  Stream stream(GetParam(), failing(GetParam(), "memory"), "error");
  std::size_t index = 0;
  for (Bytes got; !(got = stream.frame()).empty(); ++index)
    ASSERT_EQ(got, shown.good.at(index));
  EXPECT_THAT(stream.harness().errors(), ElementsAre(HasSubstr("out of memory")));
}

INSTANTIATE_TEST_SUITE_P(
    Of, EveryStage,
    testing::Values(Stage{.call = "matte"}, Stage{.call = "unpack"},
                    Stage{.call = "multiply", .input = "RGBA"},
                    Stage{.call = "hide", .input = "RGBA"},
                    Stage{.call = "trimap", .output_format = "GRAY8", .output = "trimap"},
                    Stage{.call = "turn", .orientation = "rotate-90"},
                    Stage{.call = "compositor", .from = 0},
                    Stage{.call = "compose", .background = "color"},
                    Stage{.call = "pack", .output_format = "I420", .background = "color"}),
    [](const auto& stage) { return std::string(stage.param.call); });

int alpha_of_a_frame(Harness& harness) {
  const BufferPtr out = harness.process(plain_frame(rgb, 99));
  return out ? first_pixel(out.get(), 4)[3] : -1;
}

TEST(Preparing, ThatFailsCostsNoFrame) {
  for (const char* kind : kinds) {
    Harness harness({{"model", std::string("fake:alpha=10,at=prepare,throw=") + kind}});
    harness.sink_caps(rgb);
    EXPECT_EQ(alpha_of_a_frame(harness), 10) << kind;
    EXPECT_THAT(harness.errors(), IsEmpty()) << kind;
  }
}

/// What is said of a model set while playing; until then frames have alpha 10.
std::vector<std::string> warnings_of(Harness& harness, const std::string& model) {
  harness.set("model", model);
  std::vector<std::string> warnings;
  for (int i = 0; i < 1000 && warnings.empty(); ++i) {
    EXPECT_EQ(alpha_of_a_frame(harness), 10);
    warnings = harness.warnings();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return warnings;
}

TEST(Swap, ThatFailsAtAnyStepLeavesTheModelAtWork) {
  for (const char* step : {"open", "prepare"}) {
    for (const std::string kind : kinds) {
      Harness harness({{"model", "fake:alpha=10"}});
      harness.sink_caps(rgb);
      EXPECT_EQ(alpha_of_a_frame(harness), 10);
      const auto warnings = warnings_of(harness, "fake:alpha=200,throw=" + kind + ",at=" + step);
      EXPECT_THAT(warnings, ElementsAre(HasSubstr("going on with the model fake:alpha=10")))
          << step << " " << kind;
      EXPECT_EQ(harness.counted("failures"), 0U);
    }
  }
}

TEST(Device, ThatIsLostShowsNothingUntilTheCpuCanTakeOver) {
  Harness harness(
      {{"model", "fake:device=cuda:0,alpha=10,throw=device,from=1,count=3,at=matte+open"}});
  harness.sink_caps(rgb);
  std::vector<int> shown;
  for (int i = 0; i < 6; ++i)
    shown.push_back(alpha_of_a_frame(harness));
  EXPECT_THAT(shown, ElementsAre(10, 0, 0, 0, 10, 10));
  EXPECT_THAT(harness.warnings(), SizeIs(1));
  EXPECT_EQ(harness.counted("failures"), 3U);
}

}  // namespace
}  // namespace shm

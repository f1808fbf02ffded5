// SPDX-License-Identifier: MIT
// Models that are missing, broken, or swapped while playing.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "harness.hpp"

namespace shm {
namespace {

const std::string rgb = raw_caps("RGB", 32, 32);

/// The one error of an element that cannot get to READY.
std::string error_of(Properties properties) {
  Element element(properties);
  EXPECT_EQ(element.go_to(GST_STATE_READY), GST_STATE_CHANGE_FAILURE);
  const auto errors = posted(element.bus.get(), GST_MESSAGE_ERROR);
  EXPECT_EQ(errors.size(), 1U);
  return errors.empty() ? "" : errors[0];
}

std::string code(GQuark domain, int number) {
  return std::string(g_quark_to_string(domain)) + "/" + std::to_string(number) + ": ";
}

const std::string not_found = code(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND);

TEST(Model, ThatIsMissingIsOneErrorNamingIt) {
  const std::string error = error_of({{"model", "/no/such/model.safetensors"}});
  EXPECT_EQ(error.rfind(not_found, 0), 0U) << error;
  EXPECT_NE(error.find("/no/such/model.safetensors"), std::string::npos) << error;
}

TEST(Model, ThatIsBrokenIsOneErrorSayingHow) {
  const std::string error = error_of({{"model", "fake-broken"}});
  EXPECT_EQ(error.rfind(code(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ), 0), 0U) << error;
  EXPECT_NE(error.find("conv.weight"), std::string::npos) << error;
}

TEST(Model, ThatBecameBadInReadyFailsTheNextStep) {
  Element element;
  ASSERT_EQ(element.go_to(GST_STATE_READY), GST_STATE_CHANGE_SUCCESS);
  element.set("model", "fake-broken");
  EXPECT_EQ(element.go_to(GST_STATE_PAUSED), GST_STATE_CHANGE_FAILURE);
  EXPECT_EQ(posted(element.bus.get(), GST_MESSAGE_ERROR).size(), 1U);
}

TEST(Model, MayBeMendedAfterAnError) {
  Element element({{"model", "/no/such/model"}});
  EXPECT_EQ(element.go_to(GST_STATE_READY), GST_STATE_CHANGE_FAILURE);
  element.set("model", "fake");
  EXPECT_EQ(element.go_to(GST_STATE_READY), GST_STATE_CHANGE_SUCCESS);
}

TEST(Device, ThatIsUnknownIsOneError) {
  const std::string error = error_of({{"device", "abacus"}});
  EXPECT_EQ(error.rfind(code(GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS), 0), 0U) << error;
  EXPECT_NE(error.find("abacus"), std::string::npos) << error;
}

TEST(Device, CudaWhereThereIsNoneIsOneError) {
  const std::string error = error_of({{"device", "cuda"}});
  EXPECT_EQ(error.rfind(not_found, 0), 0U) << error;
}

TEST(Device, FallbackAtTheStartIsSaidOnce) {
  Harness harness({{"model", "fake:fallback=no GPU here"}});
  harness.sink_caps(rgb);
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(harness.process(plain_frame(rgb, 60, i)));
  const auto infos = harness.infos();
  ASSERT_EQ(infos.size(), 1U);
  EXPECT_NE(infos[0].find("no GPU here"), std::string::npos) << infos[0];
}

TEST(Device, ThatFailsInMidStreamIsReplacedByTheCpu) {
  Harness harness({{"model", "fake:device=cuda:0,throw=device,from=2"}});
  harness.sink_caps(rgb);
  ASSERT_TRUE(harness.process(plain_frame(rgb, 60)));
  EXPECT_STREQ(gst_structure_get_string(harness.stats().get(), "device"), "cuda:0");
  for (int i = 1; i < 6; ++i) {
    const BufferPtr out = harness.process(plain_frame(rgb, 60, i));
    ASSERT_TRUE(out);
    EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{60, 60, 60, 60})) << "frame " << i;
  }
  EXPECT_EQ(harness.warnings().size(), 1U);
  EXPECT_STREQ(gst_structure_get_string(harness.stats().get(), "device"), "cpu");
  EXPECT_EQ(harness.counted("failures"), 0U);
}

TEST(Library, ThatDoesNotLoadIsOneErrorWithTheReason) {
  const std::string own = g_getenv("SHM_LIBRARY");
  g_setenv("SHM_LIBRARY", "/no/such/libshmmatting.so.0", TRUE);
  const std::string error = error_of({});
  g_setenv("SHM_LIBRARY", own.c_str(), TRUE);
  EXPECT_EQ(error.rfind(code(GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_INIT), 0), 0U) << error;
  EXPECT_NE(error.find("/no/such/libshmmatting.so.0"), std::string::npos) << error;
  EXPECT_NE(error.find("SHM_LIBRARY"), std::string::npos) << "the remedy: " << error;
}

TEST(Library, OfAnotherKindIsOneError) {
  const std::string own = g_getenv("SHM_LIBRARY");
  g_setenv("SHM_LIBRARY", "libgstvideo-1.0.so.0", TRUE);
  const std::string error = error_of({});
  g_setenv("SHM_LIBRARY", own.c_str(), TRUE);
  EXPECT_NE(error.find("shm_library_15"), std::string::npos) << error;
}

/// Pushes frames until their alpha is `wanted`, for two seconds at most; gives every alpha seen.
std::vector<int> alphas_until(Harness& harness, int wanted) {
  std::vector<int> alphas;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while ((alphas.empty() || alphas.back() != wanted) && std::chrono::steady_clock::now() < end) {
    const BufferPtr out = harness.process(plain_frame(rgb, 99));
    alphas.push_back(out ? first_pixel(out.get(), 4)[3] : -1);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return alphas;
}

TEST(HotSwap, TakesOverAtAFrameBoundaryOnceLoaded) {
  Harness harness({{"model", "fake:alpha=10"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(alphas_until(harness, 10), std::vector<int>{10});
  harness.set("model", "fake:alpha=200,load=50");
  const std::vector<int> alphas = alphas_until(harness, 200);
  EXPECT_EQ(alphas.back(), 200);
  EXPECT_GT(alphas.size(), 3U) << "the old model works on while the new one is loaded";
  for (std::size_t i = 0; i + 1 < alphas.size(); ++i)
    EXPECT_EQ(alphas[i], 10);
  EXPECT_STREQ(gst_structure_get_string(harness.stats().get(), "model"), "fake:alpha=200,load=50");
}

TEST(HotSwap, OfABadModelLeavesTheOldOneAtWork) {
  Harness harness({{"model", "fake:alpha=10"}});
  harness.sink_caps(rgb);
  alphas_until(harness, 10);
  harness.set("model", "fake-broken");
  std::vector<std::string> warnings;
  for (int i = 0; i < 50; ++i) {
    const BufferPtr out = harness.process(plain_frame(rgb, 99, i));
    EXPECT_EQ(first_pixel(out.get(), 4)[3], 10);
    for (const std::string& warning : harness.warnings())
      warnings.push_back(warning);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("fake-broken"), std::string::npos) << warnings[0];
  harness.set("model", "fake:alpha=30");
  EXPECT_EQ(alphas_until(harness, 30).back(), 30) << "a good one is still taken afterwards";
}

TEST(HotSwap, OfWhichTheLastWins) {
  Harness harness({{"model", "fake:alpha=10"}});
  harness.sink_caps(rgb);
  alphas_until(harness, 10);
  harness.set("model", "fake:alpha=20,load=30");
  alphas_until(harness, 10);
  harness.set("model", "fake:alpha=30,load=1");
  EXPECT_EQ(alphas_until(harness, 30).back(), 30);
}

TEST(HotSwap, IsGivenUpWhenTheElementStops) {
  Harness harness({{"model", "fake:alpha=10"}});
  harness.sink_caps(rgb);
  alphas_until(harness, 10);
  harness.set("model", "fake:alpha=20,load=100");
  alphas_until(harness, 10);
  EXPECT_EQ(gst_element_set_state(harness.element(), GST_STATE_NULL), GST_STATE_CHANGE_SUCCESS);
}

TEST(Model, ASizeThatItIsNotGoodAtIsWarnedOfOnce) {
  Harness harness({{"model", "fake:least=320,most=960"}});
  const std::string caps = raw_caps("RGB", 32, 32);
  harness.sink_caps(caps);
  const auto warned = [&](const char* size) {
    harness.set("size", size);
    for (int i = 0; i < 3; ++i)
      EXPECT_TRUE(harness.process(plain_frame(caps, 99, i)));
    return harness.warnings();
  };
  for (const char* good : {"0", "320", "960"})
    EXPECT_TRUE(warned(good).empty()) << good;
  const auto warnings = warned("64");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings.front().find("320 to 960"), std::string::npos) << warnings.front();
  for (const char* also_bad : {"72", "80", "1280"})
    EXPECT_TRUE(warned(also_bad).empty()) << also_bad << ", as a controller goes through them";
}

TEST(Model, ARegionWithoutInsideIsWarnedOfOnce) {
  Harness harness;
  const std::string caps = raw_caps("RGB", 32, 32);
  harness.sink_caps(caps);
  const auto warned = [&](const char* property, const char* value) {
    harness.set(property, value);
    for (int i = 0; i < 3; ++i)
      EXPECT_TRUE(harness.process(plain_frame(caps, 99, i)));
    return harness.warnings();
  };
  EXPECT_TRUE(warned("region-left", "0.6").empty());
  const auto warnings = warned("region-right", "0.4");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings.front().find("nobody is shown"), std::string::npos) << warnings.front();
  EXPECT_TRUE(warned("temporal", "0.1").empty()) << "told before";
  EXPECT_EQ(warned("region-top", "1").size(), 1U);
}

}  // namespace
}  // namespace shm

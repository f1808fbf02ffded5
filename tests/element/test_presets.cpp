// SPDX-License-Identifier: MIT
// Presets by name: what they set, and that "privacy" keeps its word.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace shm {
namespace {

std::vector<std::string> listed(const TextsPtr& names) {
  std::vector<std::string> out;
  for (gchar** name = names.get(); name != nullptr && *name != nullptr; ++name)
    out.emplace_back(*name);
  return out;
}

bool load(GstElement* element, const std::string& preset) {
  return gst_preset_load_preset(GST_PRESET(element), preset.c_str()) != FALSE;
}

TEST(Presets, AreThereByName) {
  const Element element;
  const TextsPtr names(gst_preset_get_preset_names(GST_PRESET(element.element.get())));
  EXPECT_EQ(listed(names), (std::vector<std::string>{"crisp", "low-cpu", "privacy", "soft"}));
}

/// All lines of the file are properties of the element that may change while playing.
TEST(Presets, SetOnlyWhatMayChangeWhilePlaying) {
  const KeyFilePtr file(g_key_file_new());
  ASSERT_TRUE(g_key_file_load_from_file(file.get(),
                                        SHM_SOURCE_ROOT "/gst-plugin/presets/GstShmMatting.prs",
                                        G_KEY_FILE_NONE, nullptr));
  const Element element;
  GObjectClass* const type = G_OBJECT_GET_CLASS(element.element.get());
  for (const std::string preset : {"crisp", "low-cpu", "privacy", "soft"})
    for (const std::string& name :
         listed(TextsPtr(g_key_file_get_keys(file.get(), preset.c_str(), nullptr, nullptr)))) {
      if (name == "_meta/comment") continue;
      const GParamSpec* property = g_object_class_find_property(type, name.c_str());
      ASSERT_NE(property, nullptr) << preset << ": " << name;
      EXPECT_NE(property->flags & GST_PARAM_MUTABLE_PLAYING, 0) << preset << ": " << name;
    }
}

TEST(Presets, OneTakesThePlaceOfAnotherWhilePlaying) {
  Harness harness;
  harness.sink_caps(raw_caps("RGBx", 32, 32));
  const auto feather_of = [&](const char* preset) {
    EXPECT_TRUE(load(harness.element(), preset)) << preset;
    EXPECT_TRUE(harness.process(plain_frame(raw_caps("RGBx", 32, 32), 200)));
    int feather = -1;
    g_object_get(harness.element(), "feather", &feather, nullptr);
    return feather;
  };
  EXPECT_EQ(feather_of("soft"), 6);
  EXPECT_EQ(feather_of("crisp"), 0);
}

TEST(Presets, PrivacyNeverHandsTheRoomOut) {
  Harness harness({{"model", "fake:alpha=0"}, {"enabled", "false"}, {"on-error", "pass"}});
  harness.sink_caps(raw_caps("RGBx", 32, 32));
  ASSERT_TRUE(load(harness.element(), "privacy"));
  const BufferPtr out = harness.process(plain_frame(raw_caps("RGBx", 32, 32), 200));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{0, 177, 64, 255}));
}

TEST(Presets, PrivacyShowsNothingOfAFrameThatFails) {
  Harness harness({{"model", "fake:throw=input"}});
  harness.sink_caps(raw_caps("RGBx", 32, 32));
  ASSERT_TRUE(load(harness.element(), "privacy"));
  const BufferPtr out = harness.process(plain_frame(raw_caps("RGBx", 32, 32), 200));
  ASSERT_TRUE(out);
  const std::vector<int> shown = first_pixel(out.get(), 4);
  EXPECT_EQ(std::vector<int>(shown.begin(), shown.begin() + 3), (std::vector<int>{0, 0, 0}));
}

}  // namespace
}  // namespace shm

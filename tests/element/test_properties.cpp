// SPDX-License-Identifier: MIT
// Properties that are set, changed while playing, and driven by a controller.
#include <gst/controller/gstdirectcontrolbinding.h>
#include <gst/controller/gstinterpolationcontrolsource.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "harness.hpp"

namespace shm {
namespace {

const std::string rgb = raw_caps("RGB", 32, 32);

GParamSpec* spec_of(const Element& element, const char* property) {
  return g_object_class_find_property(G_OBJECT_GET_CLASS(element.element.get()), property);
}

int alpha_of_one_frame(Harness& harness) {
  const BufferPtr out = harness.process(plain_frame(rgb, 99));
  return out ? first_pixel(out.get(), 4)[3] : -1;
}

TEST(Properties, KeepWhatIsSet) {
  Element element;
  element.set("background-image", "beach.jpg");
  element.set("blur-strength", "0.25");
  element.set("background-color", "0x80102030");
  element.set("precision", "bf16");
  gchar* image = nullptr;
  gdouble blur = 0;
  guint color = 0;
  gint precision = 0;
  g_object_get(element.element.get(), "background-image", &image, "blur-strength", &blur,
               "background-color", &color, "precision", &precision, nullptr);
  EXPECT_STREQ(TextPtr(image).get(), "beach.jpg");
  EXPECT_EQ(blur, 0.25);
  EXPECT_EQ(color, 0x80102030U);
  EXPECT_EQ(precision, 2);
}

TEST(Properties, TakeTheOldSpellingOfColorAndShowTheNew) {
  const Element element({{"background", "colour"}});
  GValue value = G_VALUE_INIT;
  g_object_get_property(G_OBJECT(element.element.get()), "background", &value);
  EXPECT_STREQ(TextPtr(gst_value_serialize(&value)).get(), "color");
  g_value_unset(&value);
}

TEST(Properties, OfTheLookMayChangeWhilePlayingThoseOfTheDeviceMayNot) {
  const Element element;
  for (const char* name :
       {"model", "size", "output", "alpha-mode", "background", "edge-refine", "black-point",
        "white-point", "background-color", "background-image", "blur-strength", "despill",
        "light-wrap", "temporal", "skip-static", "interval", "on-error"}) {
    const GParamFlags flags = spec_of(element, name)->flags;
    EXPECT_TRUE(flags & GST_PARAM_MUTABLE_PLAYING) << name;
  }
  for (const char* name : {"device", "precision", "threads"}) {
    EXPECT_TRUE(spec_of(element, name)->flags & GST_PARAM_MUTABLE_READY) << name;
  }
}

TEST(Properties, HaveDefaultsThatTheElementStartsWith) {
  const Element element({{"model", "default"}});
  guint count = 0;
  GParamSpec** specs =
      g_object_class_list_properties(G_OBJECT_GET_CLASS(element.element.get()), &count);
  for (guint i = 0; i < count; ++i) {
    const std::string name = specs[i]->name;
    if (specs[i]->owner_type != G_OBJECT_TYPE(element.element.get())) continue;
    if (name == "stats") continue;
    GValue value = G_VALUE_INIT;
    g_value_init(&value, specs[i]->value_type);
    g_object_get_property(G_OBJECT(element.element.get()), specs[i]->name, &value);
    EXPECT_TRUE(g_param_value_defaults(specs[i], &value)) << name;
    EXPECT_GT(std::string(g_param_spec_get_blurb(specs[i])).size(), 10U) << name;
    g_value_unset(&value);
  }
  g_free(specs);
}

TEST(Properties, SizeBelowTheSmallestIsTheSmallest) {
  for (const auto& [asked, got] : {std::pair(0, 0), std::pair(1, 64), std::pair(63, 64),
                                   std::pair(64, 64), std::pair(4096, 4096)}) {
    const Element element;
    gint size = -1;
    g_object_set(element.element.get(), "size", asked, nullptr);
    g_object_get(element.element.get(), "size", &size, nullptr);
    EXPECT_EQ(size, got);
  }
}

TEST(Properties, AreTakenUpByTheNextFrame) {
  Harness harness({{"model", "fake:rule=size"}});
  harness.sink_caps(rgb);
  EXPECT_EQ(alpha_of_one_frame(harness), 0);
  harness.set("size", "320");
  EXPECT_EQ(alpha_of_one_frame(harness), 20);
}

TEST(Properties, FollowAController) {
  Harness harness({{"model", "fake:rule=temporal"}});
  harness.sink_caps(rgb);
  GstControlSource* ramp = gst_interpolation_control_source_new();
  g_object_set(ramp, "mode", GST_INTERPOLATION_MODE_LINEAR, nullptr);
  auto* points = GST_TIMED_VALUE_CONTROL_SOURCE(ramp);
  gst_timed_value_control_source_set(points, 0, 0.0);
  gst_timed_value_control_source_set(points, GST_SECOND, 1.0);
  gst_object_add_control_binding(
      GST_OBJECT(harness.element()),
      gst_direct_control_binding_new(GST_OBJECT(harness.element()), "temporal", ramp));
  gst_object_unref(ramp);
  std::vector<int> alphas;
  for (const int index : {0, 15, 30}) {
    const BufferPtr out = harness.process(plain_frame(rgb, 99, index));
    ASSERT_TRUE(out);
    alphas.push_back(first_pixel(out.get(), 4)[3]);
  }
  EXPECT_EQ(alphas, (std::vector<int>{0, 127, 255}));
}

TEST(Properties, MayBeSetByAnotherThreadWhileFramesFlow) {
  Harness harness;
  const std::string caps = raw_caps("YUY2", 64, 48);
  harness.sink_caps(caps);
  std::atomic<bool> done = false;
  std::thread setter([&] {
    for (int i = 0; !done; ++i) {
      harness.set("output", std::vector{"cutout", "alpha", "trimap", "composite"}[i % 4U]);
      harness.set("background", std::vector{"transparent", "blur", "color"}[i % 3U]);
      harness.set("on-error", std::vector{"transparent", "hold"}[i % 2U]);
      harness.set("model", std::vector{"fake", "fake:alpha=9", "fake-broken"}[i % 3U]);
      harness.stats();
    }
  });
  int frames = 0;
  for (int i = 0; i < 300; ++i)
    frames += harness.process(plain_frame(caps, 99, i)) ? 1 : 0;
  done = true;
  setter.join();
  EXPECT_EQ(frames, 300);
  EXPECT_EQ(harness.errors().size(), 0U);
  EXPECT_EQ(harness.counted("failures"), 0U);
}

}  // namespace
}  // namespace shm

// SPDX-License-Identifier: MIT
// Elements that come and go: no leak, every change of state.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <thread>

#include "pipeline.hpp"

namespace shm {
namespace {

/// The tracer "leaks", which the test's environment (GST_TRACERS) switches on.
GstTracer* leaks_tracer() {
  GstTracer* found = nullptr;
  const ObjectsPtr tracers(gst_tracing_get_active_tracers());
  for (GList* item = tracers.get(); item != nullptr; item = item->next) {
    if (std::string(G_OBJECT_TYPE_NAME(item->data)) == "GstLeaksTracer") {
      found = GST_TRACER(gst_object_ref(item->data));
    }
  }
  return found;
}

/// Follows GstObjects and GstMiniObjects from here on.
class ObjectsMade {
 public:
  ObjectsMade() : tracer_(leaks_tracer()) {
    if (tracer_ == nullptr) return;
    g_signal_emit_by_name(tracer_, "activity-start-tracking");
  }
  ~ObjectsMade() {
    if (tracer_ == nullptr) return;
    g_signal_emit_by_name(tracer_, "activity-stop-tracking");
    gst_object_unref(tracer_);
  }
  ObjectsMade(const ObjectsMade&) = delete;
  ObjectsMade& operator=(const ObjectsMade&) = delete;

  bool followed() const { return tracer_ != nullptr; }

  /// The types of those made since the start that are still alive, with their counts.
  std::map<std::string, int> alive() {
    gst_task_cleanup_all();  // a streaming thread lets go of its task a moment after its pad
    GstStructure* answer = nullptr;
    g_signal_emit_by_name(tracer_, "activity-get-checkpoint", &answer);
    const StructurePtr checkpoint(answer);
    std::map<std::string, int> count;
    add(count, checkpoint.get(), "objects-created-list", 1);
    add(count, checkpoint.get(), "objects-removed-list", -1);
    std::erase_if(count, [](const auto& item) { return item.second <= 0; });
    return count;
  }

 private:
  static void add(std::map<std::string, int>& count, const GstStructure* checkpoint,
                  const char* field, int by) {
    const GValue* list = gst_structure_get_value(checkpoint, field);
    for (guint i = 0; i < gst_value_list_get_size(list); ++i) {
      const GstStructure* object = gst_value_get_structure(gst_value_list_get_value(list, i));
      count[gst_structure_get_string(object, "type-name")] += by;
    }
  }

  GstTracer* tracer_;
};

constexpr const char* description =
    "videotestsrc num-buffers=3 ! video/x-raw, format=NV12, width=64, height=48 ! "
    "shmmatting model=fake on-error=hold background=blur ! fakesink";

using Counts = std::map<std::string, int>;

TEST(States, FiftyLivesLeakNothing) {
  EXPECT_EQ(Pipeline(description).play(), "");  // what is cached for good is cached now
  ObjectsMade objects;
  ASSERT_TRUE(objects.followed()) << "GST_TRACERS=leaks is not set";
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(Pipeline(description).play(), "");
  EXPECT_EQ(objects.alive(), Counts());
}

TEST(States, FiftyCyclesOfOneElementLeakNothing) {
  EXPECT_EQ(Pipeline(description).play(), "");
  ObjectsMade objects;
  ASSERT_TRUE(objects.followed()) << "GST_TRACERS=leaks is not set";
  {
    Pipeline pipeline(description);
    for (int i = 0; i < 50; ++i) {
      EXPECT_EQ(pipeline.play(), "");
      pipeline.stop();
    }
  }
  EXPECT_EQ(objects.alive(), Counts());
}

TEST(States, EveryStepUpAndDownSucceeds) {
  Element element;
  for (int i = 0; i < 3; ++i) {
    for (const GstState state : {GST_STATE_READY, GST_STATE_PAUSED, GST_STATE_PLAYING,
                                 GST_STATE_PAUSED, GST_STATE_READY, GST_STATE_NULL}) {
      EXPECT_NE(element.go_to(state), GST_STATE_CHANGE_FAILURE);
    }
  }
}

TEST(States, TwoElementsAtOnceDoNotMix) {
  const auto alpha_of = [](const std::string& model) {
    Pipeline pipeline(
        "videotestsrc num-buffers=100 ! video/x-raw, width=64, height=48 ! "
        "shmmatting output=alpha model=" +
        model + " ! appsink name=sink sync=false wait-on-eos=false");
    EXPECT_EQ(pipeline.play(), "");
    int wrong = 0;
    for (const auto& frame : pipeline.frames()) {
      wrong += first_pixel(frame.get(), 1)[0] != std::stoi(model.substr(model.find('=') + 1));
    }
    return wrong;
  };
  int wrong = -1;
  std::thread other([&] { wrong = alpha_of("fake:alpha=20"); });
  EXPECT_EQ(alpha_of("fake:alpha=90"), 0);
  other.join();
  EXPECT_EQ(wrong, 0);
}

/// Whether the pipeline plays within ten seconds, its sink as well. A seek while the states change
/// may leave the sink paused for ever (GStreamer's, with an `identity` too).
bool plays(const Pipeline& pipeline) {
  GstState state = GST_STATE_VOID_PENDING;
  return gst_element_get_state(pipeline.get(), &state, nullptr, 10 * GST_SECOND) ==
             GST_STATE_CHANGE_SUCCESS &&
         state == GST_STATE_PLAYING;
}

TEST(States, SeekingInAPlayingPipelineGoesOn) {
  Pipeline pipeline(
      "videotestsrc ! video/x-raw, width=64, height=48 ! "
      "shmmatting name=matting model=fake ! fakesink sync=false");
  const ElementPtr matting = pipeline.element("matting");
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(plays(pipeline)) << i;
    ASSERT_TRUE(gst_element_seek_simple(matting.get(), GST_FORMAT_TIME,
                                        GstSeekFlags(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT),
                                        GstClockTime(i) * GST_SECOND / 10));
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  EXPECT_TRUE(plays(pipeline));
  EXPECT_EQ(pipeline.end(), "");
}

}  // namespace
}  // namespace shm

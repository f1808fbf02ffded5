// SPDX-License-Identifier: MIT
// Frames in a GPU's memory, on a stub of NVIDIA's driver: gst-cuda and cudaupload are the real
// ones.
#include <gmock/gmock.h>
#include <gst/cuda/gstcudabufferpool.h>
#include <gst/cuda/gstcudautils.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "harness.hpp"
#include "pipeline.hpp"
#include "stub_libcuda.hpp"

namespace shm {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Bytes = std::vector<guint8>;

struct ObjectRelease {
  void operator()(gpointer object) const { gst_object_unref(object); }
};
using ContextPtr = std::unique_ptr<GstCudaContext, ObjectRelease>;
using PoolPtr = std::unique_ptr<GstBufferPool, ObjectRelease>;

const std::string on_gpu = "video/x-raw(memory:CUDAMemory)";

std::string gpu_caps(const std::string& format, int width = 66, int height = 50) {
  return on_gpu + raw_caps(format, width, height).substr(std::string("video/x-raw").size());
}

/// The frames of a short video that the element, with these properties, made of `in`.
std::vector<Bytes> matted(const std::string& properties, const std::string& in,
                          const std::string& out, bool by_gpu) {
  const std::string up = by_gpu ? " ! cudaupload ! " + on_gpu : "";
  const std::string down = by_gpu ? on_gpu + ", format=" + out + " ! cudadownload ! " : "";
  Pipeline pipeline("videotestsrc num-buffers=3 pattern=smpte horizontal-speed=5 ! " +
                    raw_caps(in, 66, 50) + up + " ! shmmatting model=fake " + properties + " ! " +
                    down + "video/x-raw, format=" + out +
                    " ! appsink name=sink sync=false wait-on-eos=false");
  EXPECT_EQ(pipeline.play(), "") << in << " " << out;
  std::vector<Bytes> all;
  for (const BufferPtr& frame : pipeline.frames())
    all.push_back(bytes_of(frame.get()));
  return all;
}

/// The largest difference of two bytes of equally many frames.
int difference(const std::vector<Bytes>& a, const std::vector<Bytes>& b) {
  int largest = a.size() == b.size() ? 0 : 255;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i].size() != b[i].size()) return 255;
    for (std::size_t k = 0; k < a[i].size(); ++k)
      largest = std::max(largest, std::abs(int(a[i][k]) - int(b[i][k])));
  }
  return largest;
}

class GpuFrames : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(gst_cuda_load_library());
    ASSERT_EQ(CuInit(0), CUDA_SUCCESS);
    if (!ElementPtr(gst_element_factory_make("cudaupload", nullptr)))
      GTEST_SKIP() << "GStreamer's nvcodec is not installed";
    stub_libcuda::restart();
    things_before_ = stub_libcuda::things_left();
  }
  void TearDown() override { EXPECT_EQ(stub_libcuda::things_left(), things_before_); }

 private:
  int things_before_ = 0;
};

TEST_F(GpuFrames, AreMattedAsThoseInSystemMemory) {
  for (const char* in : {"NV12", "P010_10LE", "I420", "RGBA", "BGRA"}) {
    for (const char* out : {"RGBA", "BGRA", "NV12"}) {
      const auto expected = matted("background=blur", in, out, false);
      EXPECT_EQ(expected.size(), 3U);
      EXPECT_EQ(matted("background=blur", in, out, true), expected) << in << " " << out;
    }
    EXPECT_EQ(matted("", in, "RGBA", true), matted("", in, "RGBA", false)) << in;
  }
}

TEST_F(GpuFrames, ComeInTheFormatsThatGpusHave) {
  const Harness harness;
  const auto takes = [&](const char* pad_name, const char* format) {
    const PadPtr pad(gst_element_get_static_pad(harness.element(), pad_name));
    const CapsPtr caps(gst_caps_from_string(gpu_caps(format).c_str()));
    const CapsPtr known(gst_pad_get_pad_template_caps(pad.get()));
    return gst_caps_can_intersect(known.get(), caps.get()) != FALSE;
  };
  for (const char* format : {"NV12", "P010_10LE", "I420", "RGBA", "BGRA"})
    EXPECT_TRUE(takes("sink", format)) << format;
  for (const char* format : {"RGBA", "BGRA", "NV12"})
    EXPECT_TRUE(takes("src", format)) << format;
  for (const char* format : {"GRAY8", "I420", "ARGB", "YUY2"})
    EXPECT_FALSE(takes("src", format)) << format;
}

/// Not one that none of them has.
TEST_F(GpuFrames, GoOnInAFormatThatGpusHave) {
  const auto negotiated = [](Properties properties, const char* in) -> std::string {
    Harness harness(properties);
    harness.src_caps(on_gpu);
    harness.sink_caps(gpu_caps(in));
    if (!harness.output_caps()) return "nothing";
    EXPECT_TRUE(gst_caps_features_contains(gst_caps_get_features(harness.output_caps().get(), 0),
                                           "memory:CUDAMemory"));
    const GstVideoInfo info = harness.output_info();
    return gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info));
  };
  EXPECT_EQ(negotiated({}, "NV12"), "RGBA");
  EXPECT_EQ(negotiated({}, "BGRA"), "BGRA");
  EXPECT_EQ(negotiated({{"background", "color"}}, "P010_10LE"), "RGBA");
  EXPECT_EQ(negotiated({{"output", "alpha"}}, "NV12"), "nothing");
}

TEST_F(GpuFrames, StayInTheContextThatNeighboursShare) {
  EXPECT_THAT(matted("background=blur", "NV12", "NV12", true), testing::SizeIs(3));
  EXPECT_EQ(stub_libcuda::calls()["cuCtxCreate"], 1);
}

/// A stream of frames on the GPU, all of one brightness, of which nobody is a person.
class Stream {
 public:
  static constexpr int room = 200;

  explicit Stream(const char* on_error = "transparent", const std::string& model = "fake:alpha=0")
      : context_(gst_cuda_context_new(0)),
        harness_({{"model", model},
                  {"background", "color"},
                  {"background-color", "0xFF000000"},
                  {"on-error", on_error}}) {
    GstContext* shared = gst_context_new_cuda_context(context_.get());
    gst_element_set_context(harness_.element(), shared);
    gst_context_unref(shared);
    harness_.src_caps(on_gpu + ", format=RGBA");
    pool_ = make_pool();
  }
  ~Stream() { gst_buffer_pool_set_active(pool_.get(), FALSE); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void begin() { harness_.sink_caps(caps_); }

  /// A frame of the room, in the GPU's memory.
  BufferPtr frame() {
    GstBuffer* frame = nullptr;
    gst_buffer_pool_acquire_buffer(pool_.get(), &frame, nullptr);
    GST_BUFFER_PTS(frame) = gst_util_uint64_scale(index_++, GST_SECOND, 30);
    GST_BUFFER_DURATION(frame) = GST_SECOND / 30;
    with_device_bytes(frame, GST_MAP_WRITE,
                      [](guint8* bytes, gsize count) { std::fill_n(bytes, count, guint8(room)); });
    return BufferPtr(frame);
  }

  Harness& harness() { return harness_; }

  /// The colours of a frame's pixels, where it lies on the GPU.
  static Bytes colors(GstBuffer* frame) {
    const GstVideoMeta* meta = gst_buffer_get_video_meta(frame);
    Bytes colors;
    with_device_bytes(frame, GST_MAP_READ, [&](const guint8* bytes, gsize) {
      for (guint y = 0; y < meta->height; ++y)
        for (guint x = 0; x < 4 * meta->width; ++x)
          if (x % 4 < 3) colors.push_back(bytes[y * guint(meta->stride[0]) + x]);
    });
    return colors;
  }

 private:
  template <typename Use>
  static void with_device_bytes(GstBuffer* frame, GstMapFlags how, Use use) {
    GstMapInfo memory;
    ASSERT_TRUE(gst_buffer_map(frame, &memory, GstMapFlags(int(how) | int(GST_MAP_CUDA))));
    use(memory.data, memory.size);
    gst_buffer_unmap(frame, &memory);
  }

  PoolPtr make_pool() {
    PoolPtr pool(gst_cuda_buffer_pool_new(context_.get()));
    GstStructure* config = gst_buffer_pool_get_config(pool.get());
    const CapsPtr caps(gst_caps_from_string(caps_.c_str()));
    GstVideoInfo info;
    gst_video_info_from_caps(&info, caps.get());
    gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
    gst_buffer_pool_config_set_params(config, caps.get(), guint(info.size), 1, 0);
    gst_buffer_pool_set_config(pool.get(), config);
    gst_buffer_pool_set_active(pool.get(), TRUE);
    return pool;
  }

  std::string caps_ = gpu_caps("NV12");
  int index_ = 0;
  ContextPtr context_;
  Harness harness_;
  PoolPtr pool_;
};

TEST_F(GpuFrames, StayInTheContextThatAnApplicationShares) {
  Stream stream;
  stream.begin();
  EXPECT_TRUE(stream.harness().process(stream.frame()));
  EXPECT_EQ(stub_libcuda::calls()["cuCtxCreate"], 1);
}

TEST_F(GpuFrames, OfAModelOnTheCpuAreSaidOnceToBeCopied) {
  Stream stream;
  stream.begin();
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(stream.harness().process(stream.frame()));
  EXPECT_THAT(stream.harness().infos(), ElementsAre(HasSubstr("the model is at work on the CPU")));
}

/// How often each call of the driver is made by `work`.
std::map<std::string, int> calls_of(const std::function<void()>& work) {
  std::map<std::string, int> before = stub_libcuda::calls();
  work();
  std::map<std::string, int> made = stub_libcuda::calls();
  for (auto& [call, count] : made)
    count -= before[call];
  return made;
}

/// Has `expect` see to each call of those, one after the other, that fails.
void with_each_failing(const std::map<std::string, int>& calls,
                       const std::function<void(const std::string& call, int index)>& expect) {
  for (const auto& [call, count] : calls)
    for (int i = 0; i < count; ++i) {
      stub_libcuda::restart();
      expect(call, i);
    }
}

constexpr int for_good = 1000;

std::map<std::string, int> calls_of_a_frame() {
  Stream stream;
  stream.begin();
  stream.harness().process(stream.frame());
  BufferPtr frame = stream.frame();
  return calls_of([&] { stream.harness().process(std::move(frame)); });
}

/// What is pushed of the second of three frames, of whose calls one fails that often.
GstFlowReturn push_second_of_three(Stream& stream, const std::string& call, int index, int times) {
  stream.begin();
  stream.harness().push(stream.frame());
  BufferPtr frame = stream.frame();
  stub_libcuda::fail(call, index, times);
  const GstFlowReturn result = stream.harness().push(std::move(frame));
  stub_libcuda::restart();
  stream.harness().push(stream.frame());
  return result;
}

/// gst-cuda tries again by itself: what fails once is no failure.
TEST_F(GpuFrames, ThatCannotBeReadOrGivenShowNoRoomAndTheStreamGoesOn) {
  const auto calls = calls_of_a_frame();
  EXPECT_THAT(calls, Contains(testing::Pair("cuMemcpy2D", testing::Ge(2))));
  with_each_failing(calls, [](const std::string& call, int index) {
    for (const int times : {1, for_good})
      for (const char* on_error : {"transparent", "hold"}) {
        const testing::Message which = testing::Message() << call << " " << index << " " << times;
        Stream stream(on_error);
        EXPECT_EQ(push_second_of_three(stream, call, index, times), GST_FLOW_OK) << which;
        guint64 shown = 0;
        for (; const BufferPtr out = stream.harness().pull(); ++shown)
          EXPECT_THAT(Stream::colors(out.get()), Each(0)) << which;
        EXPECT_EQ(shown, 3 - stream.harness().counted("failures")) << which;
        EXPECT_EQ(stream.harness().counted("failures"), stream.harness().warnings().size());
      }
  });
}

TEST_F(GpuFrames, ThatCannotBeReadOrGivenEndTheStreamWhereThatWasAsked) {
  const auto ended = [](const char* call, int index) {
    Stream stream("error");
    return push_second_of_three(stream, call, index, for_good) == GST_FLOW_ERROR;
  };
  for (const char* call : {"cuMemcpy2D", "cuCtxPushCurrent"})
    for (const int index : {0, 1})
      EXPECT_TRUE(ended(call, index)) << call << " " << index;
}

TEST_F(GpuFrames, OfAGpuThatIsLostAreDroppedWithOneWarningUntilItIsBack) {
  Stream stream;
  stream.begin();
  EXPECT_TRUE(stream.harness().process(stream.frame()));
  std::vector<BufferPtr> frames;
  for (int i = 0; i < 3; ++i)
    frames.push_back(stream.frame());
  stub_libcuda::fail("cuMemcpy2D", 0, 1000);
  for (BufferPtr& frame : frames)
    EXPECT_FALSE(stream.harness().process(std::move(frame)));
  stub_libcuda::restart();
  EXPECT_TRUE(stream.harness().process(stream.frame()));
  EXPECT_EQ(stream.harness().counted("failures"), 3U);
  EXPECT_THAT(stream.harness().warnings(), ElementsAre(HasSubstr("dropping the frame")));
}

/// A model that works on the GPU, and what else it does.
std::string gpu_model(const std::string& rest = "") {
  return "fake:alpha=0,device=cuda:0" + rest;
}

/// How many copies between the machine's memory and the GPU's a frame took.
int copies_of(Stream& stream) {
  BufferPtr frame = stream.frame();
  return calls_of([&] {
    EXPECT_THAT(Stream::colors(stream.harness().process(std::move(frame)).get()), Each(0));
  })["cuMemcpy2D"];
}

TEST_F(GpuFrames, OfAModelOnTheGpuDoNotLeaveIt) {
  Stream stream("transparent", gpu_model());
  stream.begin();
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(copies_of(stream), 0);
  EXPECT_EQ(stream.harness().counted("failures"), 0U);
  EXPECT_EQ(stream.harness().posted_count(GstMessageType(GST_MESSAGE_INFO | GST_MESSAGE_WARNING)),
            0U);
}

/// Of ten bits the CPU repeats the highest, which rounds otherwise.
TEST_F(GpuFrames, OfAModelOnTheGpuAreMattedAsThoseInSystemMemory) {
  const std::string properties = "model=fake:device=cuda:0 background=blur";
  for (const auto& [in, allowed] : {std::pair("NV12", 0), {"I420", 0}, {"P010_10LE", 1}})
    for (const char* out : {"RGBA", "BGRA", "NV12"})
      EXPECT_LE(
          difference(matted(properties, in, out, true), matted("background=blur", in, out, false)),
          allowed)
          << in << " " << out;
}

TEST_F(GpuFrames, AreLeftToTheCpuWithOneWordWhereAnOptionIs) {
  Stream stream("transparent", gpu_model());
  stream.begin();
  EXPECT_EQ(copies_of(stream), 0);
  stream.harness().set("min-area", "0.1");
  for (int i = 0; i < 3; ++i)
    EXPECT_GE(copies_of(stream), 2);
  EXPECT_THAT(stream.harness().infos(), ElementsAre(HasSubstr("min-area")));
  stream.harness().set("min-area", "0");
  EXPECT_EQ(copies_of(stream), 0);
  EXPECT_EQ(stream.harness().counted("failures"), 0U);
}

/// What it remembers is older than the frames that went another way.
TEST_F(GpuFrames, AreAsAfterACutWhereTheyComeBackToTheGpu) {
  const auto age = [](Stream& stream) {
    return int(Stream::colors(stream.harness().process(stream.frame()).get()).front());
  };
  Stream stream("transparent", "fake:rule=age,device=cuda:0");
  stream.begin();
  const int first = age(stream);
  const int second = age(stream);
  EXPECT_GT(second, first);
  stream.harness().set("min-area", "0.1");
  EXPECT_EQ(age(stream), first);
  EXPECT_EQ(age(stream), second);
  stream.harness().set("min-area", "0");
  EXPECT_EQ(age(stream), first);
}

TEST_F(GpuFrames, AreAsAfterACutWhereAFadeTakesThemFromTheGpu) {
  const auto fading = [](const char* min_area_before) {
    Stream stream("transparent", "fake:rule=age,device=cuda:0");
    stream.harness().set("transition", "10000");
    stream.begin();
    const auto show = [&] {
      return int(Stream::colors(stream.harness().process(stream.frame()).get()).front());
    };
    stream.harness().set("min-area", min_area_before);
    show();
    show();
    stream.harness().set("min-area", "0");
    show();
    stream.harness().set("enabled", "false");
    show();
    return show();
  };
  EXPECT_EQ(fading("0.1"), fading("0"));
}

TEST_F(GpuFrames, OfAGpuThatFailsGoOnThroughSystemMemoryWithOneWarning) {
  for (const std::string call : {"gpu,from=1", "open-gpu"}) {
    Stream stream("transparent", gpu_model(",throw=device,at=" + call));
    stream.begin();
    stream.harness().process(stream.frame());
    for (int i = 0; i < 3; ++i)
      EXPECT_GE(copies_of(stream), 1) << call;
    EXPECT_EQ(stream.harness().counted("failures"), 0U) << call;
    EXPECT_THAT(stream.harness().warnings(), ElementsAre(HasSubstr("through system memory")));
  }
}

/// Whatever is repeated is there for the CPU, too.
TEST_F(GpuFrames, ThatWereMattedOnTheGpuAreHeldForThoseThatCannotBe) {
  Stream stream("hold", gpu_model(",throw=input,at=gpu+unpack,from=1,count=1"));
  stream.begin();
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(Stream::colors(stream.harness().process(stream.frame()).get()), Each(0));
  EXPECT_EQ(stream.harness().counted("failures"), 0U);
}

/// As without a driver: an error says what to do, or nothing was needed of that call.
TEST_F(GpuFrames, OfAGpuThatCannotBeUsedAreAnErrorFromTheStart) {
  const auto start = [] {
    Harness harness({{"model", "fake:alpha=0"}, {"background", "color"}});
    harness.src_caps(on_gpu + ", format=RGBA");
    harness.sink_caps(gpu_caps("NV12"));
    return harness.errors();
  };
  const auto calls = calls_of([&] { EXPECT_THAT(start(), IsEmpty()); });
  int errors = 0;
  with_each_failing(calls, [&](const std::string& call, int index) {
    stub_libcuda::fail(call, index);
    const std::vector<std::string> said = start();
    errors += said.empty() ? 0 : 1;
    EXPECT_THAT(said, Each(HasSubstr("cudadownload"))) << call << " " << index;
  });
  EXPECT_GE(errors, 2);
}

}  // namespace
}  // namespace shm

// SPDX-License-Identifier: MIT
/// Stands in for libshmmatting.so in tests of the element: the compositor is the real one, the
/// network is a rule. The model's name says what it does, as "fake:KEY=VALUE,KEY=VALUE":
///   rule=max     alpha is the largest of a pixel's colours (the default)
///   rule=mean    alpha is their mean over the frame, everywhere
///   rule=age     alpha is the number of frames since the last reset
///   rule=temporal, rule=size   alpha is that option, times 255 or divided by 16
///   rule=rests, rule=interval   alpha is whether frames may be skipped, or the interval
///   origin=carried, origin=kept   what it says of where alpha came from
///   rule=corners   alpha is 250, 200, 50, 0 in the quarters of what it sees
///   rule=aspect   alpha is 100 times the pixels' aspect ratio
///   rule=time   alpha is the second in which the frame was taken, 255 where that is not known
///   rule=threads   alpha is the number of threads that the frame may use, 0: all
///   alpha=A      alpha is A everywhere
///   throw=WHAT   matting fails: device, input, memory, nan, number (no std::exception)
///   at=CALL+CALL   what fails instead, once it has done all that it does: open, prepare, trimap,
///                  unpack, multiply, hide, turn, compositor, compose, pack, blank, gpu, open-gpu;
///                  matte, as well
///   from=N, count=N   the failures begin with frame N, or that call N, and last for N of them
///   device=D     where it runs when the CPU was not asked for
///   fallback=TEXT   what MatterInfo says of a fallback
///   least=N, most=N   the sizes that MatterInfo says are good
///   slow=MS, load=MS   how long a frame, and opening, take
#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <sstream>
#include <string>
#include <thread>

#include "base/parallel.hpp"
#include "shm/convert_video.hpp"
#include "shm/error.hpp"
#include "shm/library.hpp"

namespace shm {
namespace {

using namespace std::chrono_literals;

class Script {
 public:
  explicit Script(const std::string& model) {
    std::istringstream words(model.substr(model.find(':') + 1));
    for (std::string word; std::getline(words, word, ',');) {
      const auto equals = word.find('=');
      if (equals != std::string::npos) values_[word.substr(0, equals)] = word.substr(equals + 1);
    }
  }

  std::string text(const std::string& key, const std::string& preset = {}) const {
    const auto found = values_.find(key);
    return found == values_.end() ? preset : found->second;
  }
  int number(const std::string& key, int preset = 0) const {
    const auto found = values_.find(key);
    return found == values_.end() ? preset : std::stoi(found->second);
  }
  void wait(const std::string& key) const {
    std::this_thread::sleep_for(std::chrono::milliseconds(number(key)));
  }

 private:
  std::map<std::string, std::string> values_;
};

[[noreturn]] void fail(const std::string& how) {
  if (how == "device") throw DeviceError("the fake device is gone");
  if (how == "input") throw BadInput("the fake frame is bad");
  if (how == "memory") throw std::bad_alloc();
  if (how == "nan") throw BadModel("the fake network answered with NaN");
  throw 42;
}

bool is_in_time(const Script& script, int index) {
  const int from = script.number("from");
  return index >= from && index - from < script.number("count", 1 << 30);
}

bool is_planned(const Script& script, const std::string& call) {
  if (script.text("throw").empty()) return false;
  std::istringstream calls(script.text("at", "matte"));
  for (std::string planned; std::getline(calls, planned, '+');)
    if (planned == call) return true;
  return false;
}

/// Which calls of the library fail, by the model that was opened last.
class Plan {
 public:
  void follow(const std::string& model) {
    const std::lock_guard lock(mutex_);
    if (model == model_) return;
    model_ = model;
    script_ = Script(model);
    calls_.clear();
  }

  void reach(const std::string& call) {
    const std::lock_guard lock(mutex_);
    if (!is_planned(script_, call)) return;
    if (is_in_time(script_, calls_[call]++)) fail(script_.text("throw"));
  }

 private:
  std::mutex mutex_;
  std::string model_;
  Script script_{""};
  std::map<std::string, int> calls_;
};

Plan plan;

std::uint8_t largest(const std::uint8_t* pixel, const PixelLayout& layout) {
  return std::max({pixel[layout.red], pixel[layout.green], pixel[layout.blue]});
}

void copy_largest(const ImageView& frame, const MutableImageView& alpha) {
  const PixelLayout layout = layout_of(frame.format);
  for (int y = 0; y < frame.height; ++y) {
    for (int x = 0; x < frame.width; ++x) {
      alpha.row(y)[x] = largest(frame.row(y) + std::ptrdiff_t(x) * layout.bytes, layout);
    }
  }
}

int mean_largest(const ImageView& frame) {
  const PixelLayout layout = layout_of(frame.format);
  std::int64_t sum = 0;
  for (int y = 0; y < frame.height; ++y)
    for (int x = 0; x < frame.width; ++x)
      sum += largest(frame.row(y) + std::ptrdiff_t(x) * layout.bytes, layout);
  return int(sum / (std::int64_t(frame.width) * frame.height));
}

void fill(const MutableImageView& alpha, int value) {
  for (int y = 0; y < alpha.height; ++y)
    std::memset(alpha.row(y), value, alpha.width);
}

void mark_corners(const MutableImageView& alpha) {
  for (int y = 0; y < alpha.height; ++y)
    for (int x = 0; x < alpha.width; ++x)
      alpha.row(y)[x] =
          std::uint8_t((2 * y < alpha.height ? 200 : 0) + (2 * x < alpha.width ? 50 : 0));
}

class FakeMatter final : public Matter {
 public:
  explicit FakeMatter(const ModelOptions& options)
      : script_(options.model), threads_(options.threads) {
    script_.wait("load");
    const bool cpu = options.device == "cpu";
    info_.name = options.model;
    info_.device = cpu ? "cpu" : script_.text("device", "cpu");
    info_.precision = Precision::fp32;
    info_.threads = 4;
    info_.vector_unit = "plain";
    info_.fallback = script_.text("fallback");
    info_.model.good_sizes = {script_.number("least", 64), script_.number("most", 4096)};
  }

  void matte(const ImageView& frame, const FrameOptions& options,
             const MutableImageView& alpha) override {
    script_.wait("slow");
    use_threads(options.threads > 0 ? options.threads : std::max(threads_, 1));
    const int index = frames_++;
    ++age_;
    if (fails(index)) fail(script_.text("throw"));
    const std::string rule = script_.text("rule", "max");
    if (!script_.text("alpha").empty()) return fill(alpha, script_.number("alpha"));
    if (rule == "mean") return fill(alpha, mean_largest(frame));
    if (rule == "age") return fill(alpha, age_);
    if (rule == "temporal") return fill(alpha, int(options.temporal * 255));
    if (rule == "size") return fill(alpha, options.size / 16);
    if (rule == "rests") return fill(alpha, options.skip_static ? 1 : 0);
    if (rule == "interval") return fill(alpha, options.interval);
    if (rule == "aspect") return fill(alpha, int(options.pixel_aspect * 100));
    if (rule == "time") return fill(alpha, options.time ? int(*options.time / 1s) : 255);
    if (rule == "corners") return mark_corners(alpha);
    if (rule == "threads") return fill(alpha, options.threads);
    copy_largest(frame, alpha);
  }

  void matte(const ImageView& /*frame*/, const FrameOptions& /*options*/,
             const MutablePlaneView& /*alpha*/) override {
    throw BadInput("the element asks for 8-bit alpha");
  }

  void prepare(int /*width*/, int /*height*/, const FrameOptions& /*options*/) override {
    plan.reach("prepare");
  }

  void trimap(const MutableImageView& trimap) const override {
    fill(trimap, 128);
    plan.reach("trimap");
  }
  PlaneView probability(TrimapClass /*what*/) const override { return {}; }
  void reset() override { age_ = 0; }
  const MatterInfo& info() const override { return info_; }
  StageTimes times() const override { return {1, 2, 3, origin()}; }

 private:
  AlphaOrigin origin() const {
    const std::string origin = script_.text("origin");
    if (origin == "carried") return AlphaOrigin::carried;
    return origin == "kept" ? AlphaOrigin::kept : AlphaOrigin::network;
  }

  bool fails(int index) const {
    // A device that fails is the one that was chosen automatically, not the CPU it falls back to.
    const bool other_device = script_.text("throw") == "device" && info_.device == "cpu" &&
                              script_.text("device", "cpu") != "cpu";
    return is_planned(script_, "matte") && is_in_time(script_, index) && !other_device;
  }

  Script script_;
  int threads_;
  MatterInfo info_;
  int frames_ = 0;
  int age_ = 0;
};

std::unique_ptr<Matter> open_matter(const ModelOptions& options) {
  if (options.model.rfind("fake", 0) != 0) {
    throw NotFound("model: " + options.model + " is not there; name a model file");
  }
  const Script script(options.model);
  if (options.model.rfind("fake-broken", 0) == 0) {
    throw BadModel(options.model + ": tensor conv.weight is damaged; fetch the file again");
  }
  if (options.device == "cuda") throw DeviceError("device: no GPU here; use device=cpu");
  if (options.device != "auto" && options.device != "cpu") {
    throw InvalidOption("device: " + options.device + " is not auto, cpu, cuda or cuda:N");
  }
  plan.follow(options.model);
  plan.reach("open");
  return std::make_unique<FakeMatter>(options);
}

/// Shows what the element shows of frames in the machine's memory: the GPU of the tests has no
/// other.
class FakeGpuMatter final : public GpuMatter {
 public:
  explicit FakeGpuMatter(const ModelOptions& options) : matter_(options) {}

  void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
             const MutableImageView& out) override {
    if (options.min_area > 0) throw InvalidOption("min-area: not for the fake GPU");
    unpack_video(frame, out);
    Image alpha(out.width, out.height, PixelFormat::gray);
    matter_.matte(out, options, alpha.view());
    compositor_->compose(out, alpha, look, out);
    plan.reach("gpu");
  }
  void matte(const RawVideo& frame, const FrameOptions& options, const Look& look,
             const MutableRawVideo& out) override {
    Image canvas(out.width, out.height, PixelFormat::rgbx);
    matte(frame, options, look, canvas.view());
    pack_video(canvas, out);
  }
  void reset() override { matter_.reset(); }

 private:
  FakeMatter matter_;
  std::unique_ptr<Compositor> compositor_ = Compositor::make();
};

std::unique_ptr<GpuMatter> open_gpu_or_fail(const ModelOptions& options) {
  plan.reach("open-gpu");
  return std::make_unique<FakeGpuMatter>(options);
}

class FakeCompositor final : public Compositor {
 public:
  void compose(const ImageView& frame, const ImageView& alpha, const Look& look,
               const MutableImageView& out) override {
    real_->compose(frame, alpha, look, out);
    plan.reach("compose");
  }

 private:
  std::unique_ptr<Compositor> real_ = Compositor::make();
};

std::unique_ptr<Compositor> make_compositor() {
  plan.reach("compositor");
  return std::make_unique<FakeCompositor>();
}

void unpack_or_fail(const RawVideo& video, const MutableImageView& picture) {
  unpack_video(video, picture);
  plan.reach("unpack");
}

void multiply_or_fail(const RawVideo& video, const MutableImageView& alpha) {
  multiply_by_alpha(video, alpha);
  plan.reach("multiply");
}

void hide_or_fail(const ImageView& alpha, const MutableImageView& picture) {
  hide_clear(alpha, picture);
  plan.reach("hide");
}

void pack_or_fail(const ImageView& picture, const MutableRawVideo& video) {
  pack_video(picture, video);
  plan.reach("pack");
}

void turn_or_fail(const ImageView& from, Turn how, const MutableImageView& to) {
  turn(from, how, to);
  plan.reach("turn");
}

void blank_or_fail(const MutableImageView& image) {
  plan.reach("blank");
  blank(image);
}

}  // namespace
}  // namespace shm

extern "C" SHM_API const shm::Library* shm_library_15() {
  static const shm::Library library = {
      shm::open_matter,    shm::open_gpu_or_fail, shm::make_compositor, shm::blank_or_fail,
      shm::unpack_or_fail, shm::multiply_or_fail, shm::hide_or_fail,    shm::pack_or_fail,
      shm::turn_or_fail,   [] { return 0.0; }};
  return &library;
}

// SPDX-License-Identifier: MIT
// Frames in a GPU's memory by gst-cuda: its context, which neighbours share, and its pools.
#include <gst/cuda/gstcudabufferpool.h>
#include <gst/cuda/gstcudautils.h>

#include <array>
#include <mutex>

#include "gpu_frames.hpp"
#include "gst_ptr.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

constexpr std::array input_formats = {GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_P010_10LE,
                                      GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_RGBA,
                                      GST_VIDEO_FORMAT_BGRA};
constexpr std::array output_formats = {GST_VIDEO_FORMAT_RGBA, GST_VIDEO_FORMAT_BGRA,
                                       GST_VIDEO_FORMAT_NV12};
constexpr int any_gpu = -1;
static_assert(map_on_gpu == GstMapFlags(GST_MAP_CUDA));

struct ObjectRelease {
  void operator()(gpointer object) const { gst_object_unref(object); }
};
using PoolPtr = std::unique_ptr<GstBufferPool, ObjectRelease>;

bool lies_on_gpu(const GstCaps* caps) {
  return caps != nullptr && is_on_gpu(gst_caps_get_features(caps, 0));
}

/// gst-cuda takes for granted that who asks it for a context has seen to that.
bool has_driver() {
  return gst_cuda_load_library() && CuInit(0) == CUDA_SUCCESS;
}

GstCaps* caps_of(GstQuery* query) {
  GstCaps* caps = nullptr;
  gst_query_parse_allocation(query, &caps, nullptr);
  return caps;
}

/// A pool of buffers for an allocation query, and how many there are to be.
struct Pool {
  PoolPtr pool;
  guint size = 0, min = 0, max = 0;
};

/// What downstream offers; its pool may be of another context, or of none.
Pool offered_pool(GstQuery* query) {
  Pool offered;
  GstBufferPool* pool = nullptr;
  gst_query_parse_nth_allocation_pool(query, 0, &pool, &offered.size, &offered.min, &offered.max);
  offered.pool.reset(pool);
  return offered;
}

bool is_of(const GstCudaContext* context, GstBufferPool* pool) {
  return pool != nullptr && GST_IS_CUDA_BUFFER_POOL(pool) &&
         GST_CUDA_BUFFER_POOL(pool)->context == context;
}

guint usual_size(const GstCaps* caps) {
  GstVideoInfo info;
  return gst_video_info_from_caps(&info, caps) ? guint(info.size) : 0;
}

/// Rows lie as the GPU wants them, so that frames need more memory than their caps say.
bool configure(Pool& pool, GstCaps* caps) {
  GstStructure* config = gst_buffer_pool_get_config(pool.pool.get());
  gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  gst_buffer_pool_config_set_params(config, caps, usual_size(caps), pool.min, pool.max);
  if (!gst_buffer_pool_set_config(pool.pool.get(), config)) return false;
  const StructurePtr agreed(gst_buffer_pool_get_config(pool.pool.get()));
  return gst_buffer_pool_config_get_params(agreed.get(), nullptr, &pool.size, nullptr, nullptr) !=
         FALSE;
}

/// Who asks neighbours for a context holds the lock, and they may be asking back: a query that
/// finds it held by another thread goes unanswered. The application may answer in the asking
/// thread.
class CudaFrames final : public GpuFrames {
 public:
  explicit CudaFrames(GstElement* element) : element_(element) {}
  ~CudaFrames() override { forget(); }
  CudaFrames(const CudaFrames&) = delete;
  CudaFrames& operator=(const CudaFrames&) = delete;

  void expect(GstCaps* caps) override {
    expected_ = lies_on_gpu(caps);
    if (!expected_) return;
    const std::lock_guard lock(mutex_);
    if (!has_driver() || !gst_cuda_ensure_element_context(element_, any_gpu, &context_))
      throw DeviceError(
          "frames lie on a GPU that gst-cuda cannot use: see that nvidia-smi lists it, or put "
          "cudadownload before this element");
  }

  void forget() override {
    const std::lock_guard lock(mutex_);
    gst_clear_object(&context_);
    expected_ = false;
  }

  bool expected() const override { return expected_; }

  void take_context(GstContext* context) override {
    const std::lock_guard lock(mutex_);
    gst_cuda_handle_set_context(element_, context, any_gpu, &context_);
  }

  bool answer(GstQuery* query) override {
    if (GST_QUERY_TYPE(query) != GST_QUERY_CONTEXT) return false;
    const std::unique_lock lock(mutex_, std::try_to_lock);
    return lock && gst_cuda_handle_context_query(element_, query, context_) != FALSE;
  }

  bool propose_pool(GstQuery* query) override {
    GstCaps* caps = caps_of(query);
    if (!lies_on_gpu(caps)) return true;
    Pool pool{new_pool()};
    if (!pool.pool || !configure(pool, caps)) return false;
    gst_query_add_allocation_pool(query, pool.pool.get(), pool.size, 0, 0);
    return true;
  }

  bool decide_pool(GstQuery* query) override {
    GstCaps* caps = caps_of(query);
    if (!lies_on_gpu(caps)) return true;
    const bool offered = gst_query_get_n_allocation_pools(query) > 0;
    Pool pool = offered ? offered_pool(query) : Pool();
    if (!is_of(context_, pool.pool.get())) pool.pool = new_pool();
    if (!pool.pool || !configure(pool, caps)) return false;
    if (offered) {
      gst_query_set_nth_allocation_pool(query, 0, pool.pool.get(), pool.size, pool.min, pool.max);
    } else {
      gst_query_add_allocation_pool(query, pool.pool.get(), pool.size, pool.min, pool.max);
    }
    return true;
  }

  /// gst-cuda would bring it there when it is next looked for, where a failure is not ours any
  /// more.
  void hand_over(GstBuffer* frame) override {
    if (!gst_is_cuda_memory(gst_buffer_peek_memory(frame, 0))) return;
    GstMapInfo memory;
    if (!gst_buffer_map(frame, &memory, GstMapFlags(int(GST_MAP_READ) | int(map_on_gpu))))
      throw DeviceError("a frame cannot be copied to the GPU");
    gst_buffer_unmap(frame, &memory);
  }

 private:
  PoolPtr new_pool() {
    const std::lock_guard lock(mutex_);
    return PoolPtr(context_ == nullptr ? nullptr : gst_cuda_buffer_pool_new(context_));
  }

  GstElement* element_;
  bool expected_ = false;
  std::recursive_mutex mutex_;
  GstCudaContext* context_ = nullptr;  ///< for who waits for mutex_, or is the streaming thread
};

}  // namespace

std::unique_ptr<GpuFrames> make_gpu_frames(GstElement* element) {
  return std::make_unique<CudaFrames>(element);
}

std::span<const GstVideoFormat> gpu_input_formats() {
  return input_formats;
}

std::span<const GstVideoFormat> gpu_output_formats() {
  return output_formats;
}

}  // namespace shm

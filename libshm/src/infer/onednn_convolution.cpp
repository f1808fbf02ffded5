#include <optional>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "infer/convolution.hpp"
#include "infer/prepared_convolution.hpp"

namespace shm {

namespace {

ConvolutionShape shape_of(const ConvolutionSpec& spec, at::IntArrayRef x) {
  return {x[0],        x[1],         x[2],       x[3], spec.weight.size(0), spec.weight.size(2),
          spec.stride, spec.padding, spec.groups};
}

class OnednnConvolution : public Convolution {
 public:
  OnednnConvolution(const ConvolutionSpec& spec, at::ScalarType dtype)
      : spec_(spec),
        element_(dtype == at::kBFloat16 ? ConvolutionElement::bfloat16
                                        : ConvolutionElement::float32) {
    spec_.weight = spec.weight.to(at::kFloat).contiguous();
    spec_.bias = spec.bias.to(at::kFloat).contiguous();
  }

  at::Tensor operator()(const at::Tensor& x) override {
    PreparedConvolution& convolution = prepared(x, false);
    at::Tensor y = at::empty({shape_.images, shape_.out, shape_.out_height(), shape_.out_width()},
                             x.options().memory_format(at::MemoryFormat::ChannelsLast));
    convolution.run(x.const_data_ptr(), y.data_ptr());
    return y;
  }

  at::Tensor add_to(const at::Tensor& sum, const at::Tensor& x) override {
    prepared(x, true).run(x.const_data_ptr(), sum.data_ptr());
    return sum;
  }

 private:
  PreparedConvolution& prepared(const at::Tensor& x, bool adds) {
    TORCH_CHECK(x.is_contiguous(at::MemoryFormat::ChannelsLast),
                "pixels must hold their channels together");
    if (x.sizes() != prepared_for_ || at::get_num_threads() != threads_) {
      shape_ = shape_of(spec_, x.sizes());
      prepared_.emplace(shape_, element_, spec_.activation, adds,
                        spec_.weight.const_data_ptr<float>(), spec_.bias.const_data_ptr<float>());
      prepared_for_ = x.sizes().vec();
      threads_ = at::get_num_threads();
    }
    return *prepared_;
  }

  ConvolutionSpec spec_;
  ConvolutionElement element_;
  ConvolutionShape shape_ = {};
  std::optional<PreparedConvolution> prepared_;
  std::vector<std::int64_t> prepared_for_;
  int threads_ = 0;  ///< that prepared_ is laid out for
};

}  // namespace

ConvolutionMaker onednn_convolutions(at::ScalarType dtype) {
  return [dtype](const ConvolutionSpec& spec) {
    return std::make_unique<OnednnConvolution>(spec, dtype);
  };
}

}  // namespace shm

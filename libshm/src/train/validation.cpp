// SPDX-License-Identifier: MIT
// How well a network does on pictures that it does not learn from.

#include "train/validation.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "data/sample_trimap.hpp"
#include "image/mat.hpp"
#include "nn/picture_tensor.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/metrics.hpp"
#include "shm/trimap.hpp"
#include "train/batch.hpp"
#include "train/torch_error.hpp"

namespace shm {
namespace {

DataFolder checked(const DataFolder& folder) {
  const DataSet set(folder.folder);
  if (set.has(Part::image)) return folder;
  throw NotFound("validation: there is no " + set.folder(Part::image).string());
}

cv::Mat resized(const cv::Mat& from, cv::Size size) {
  cv::Mat to;
  const bool shrinks = size.width < from.cols;
  cv::resize(from, to, size, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  return to;
}

/// What a network made of one picture, at working size.
struct Found {
  cv::Mat alpha;         ///< float, 0..1
  torch::Tensor trimap;  ///< H x W, int64, values of TrimapClass
};

/// Where there is no M-Net yet, half of the unknown is person.
torch::Tensor alpha_of_trimap(const torch::Tensor& logits, const ClassOrder& classes) {
  const torch::Tensor probabilities = logits.softmax(1);
  return probabilities.narrow(1, classes.foreground, 1) +
         0.5 * probabilities.narrow(1, classes.unknown, 1);
}

/// `size`: of the picture within the input.
Found find(MattingNetImpl& network, const torch::Tensor& input, cv::Size size,
           const ClassOrder& classes, TrainPhase phase) {
  MattingOutput prediction;
  if (phase == TrainPhase::end_to_end) {
    prediction = network.forward(input);
  } else {
    prediction.logits = network.trimap(input);
    prediction.alpha = alpha_of_trimap(prediction.logits, classes);
  }
  const torch::Tensor order =
      torch::tensor({classes.background, classes.unknown, classes.foreground}, torch::kInt64);
  const auto inner = [&](const torch::Tensor& picture) {
    return picture.narrow(-2, 0, size.height).narrow(-1, 0, size.width).cpu();
  };
  const torch::Tensor alpha = inner(prediction.alpha[0][0]).clamp(0, 1).contiguous();
  const cv::Mat view(size, CV_32F, alpha.data_ptr<float>());
  return {view.clone(), inner(prediction.logits[0]).index_select(0, order).argmax(0)};
}

double share_right(const torch::Tensor& classes, const cv::Mat& trimap) {
  return (classes == labels_of(trimap)[0]).to(torch::kFloat64).mean().item<double>();
}

cv::Mat unit_range(const cv::Mat& alpha) {
  cv::Mat result;
  alpha.convertTo(result, CV_32F, 1.0 / 255);
  return result;
}

Image image_of(const cv::Mat& mat, PixelFormat format) {
  Image image(mat.cols, mat.rows, format);
  cv::Mat target = as_mat(image.view());
  mat.copyTo(target);
  return image;
}

Image trimap_image(const torch::Tensor& classes) {
  Image image(int(classes.size(1)), int(classes.size(0)), PixelFormat::gray);
  const torch::Tensor values =
      torch::tensor({trimap_background, trimap_unknown, trimap_foreground}, torch::kUInt8);
  const torch::Tensor picture = values.index_select(0, classes.flatten()).contiguous();
  std::copy_n(picture.data_ptr<std::uint8_t>(), picture.numel(), image.view().data);
  return image;
}

Shown shown_of(const std::string& name, const Sample& sample, const Found& found,
               const cv::Mat& alpha) {
  cv::Mat grey;
  alpha.convertTo(grey, CV_8U, 255);
  return {name, image_of(sample.image, PixelFormat::bgr), trimap_image(found.trimap),
          image_of(grey, PixelFormat::gray), image_of(sample.alpha, PixelFormat::gray)};
}

void add(ValidationScores& sum, const Metrics& metrics, double accuracy) {
  sum.mad += metrics.mad;
  sum.mse += metrics.mse;
  sum.grad += metrics.grad;
  sum.iou += 100 * metrics.iou;
  sum.accuracy += 100 * accuracy;
}

ValidationScores divided(const ValidationScores& sum, double count) {
  return {sum.mad / count, sum.mse / count, sum.grad / count, sum.iou / count,
          sum.accuracy / count};
}

}  // namespace

Validation::Validation(const TrainOptions& options)
    : phase_(options.phase),
      metadata_(options.model),
      size_(options.samples.patch_size),
      folder_(checked(options.validation), TrimapOrigin::computed),
      bad_samples_(std::make_unique<BadSamples>(folder_.size() - 1)) {
  folder_.find_missing(*bad_samples_);
}

/// What became of one picture.
struct Validation::Judged {
  Found found;
  cv::Mat alpha;  ///< of the picture's size, 0..1
  Metrics metrics;
  double accuracy;
};

Validation::Judged Validation::judge(const Sample& sample, MattingNetImpl& network,
                                     const torch::Device& device,
                                     NetworkInput& network_input) const {
  network_input.run(image_view(sample.image, PixelFormat::bgr), size_);
  const cv::Size size = network_input.size().inner;
  Judged judged;
  judged.found = find(network, as_tensor(network_input.picture(), metadata_).to(device), size,
                      metadata_.classes, phase_);
  judged.alpha = resized(judged.found.alpha, sample.alpha.size());
  const cv::Mat truth = unit_range(sample.alpha);
  judged.metrics = measure({plane_view(judged.alpha), plane_view(truth)});
  judged.accuracy = share_right(
      judged.found.trimap, trimap_of(resized(sample.alpha, size), int(usual_trimap_size(size_))));
  return judged;
}

ValidationScores Validation::score(MattingNetImpl& network, const torch::Device& device,
                                   std::vector<Shown>& shown, std::size_t shown_count) const {
  const torch::NoGradGuard no_gradient;
  network.eval();
  NetworkInput network_input(metadata_);
  ValidationScores sum;
  std::size_t count = 0;
  for (std::size_t i = 0; i < folder_.size(); ++i) {
    try {
      const Sample sample = folder_.read(i);
      const Judged judged = judge(sample, network, device, network_input);
      if (count < shown_count)
        shown.push_back(shown_of(folder_.name(i), sample, judged.found, judged.alpha));
      add(sum, judged.metrics, judged.accuracy);
      ++count;
    } catch (const std::exception& error) {
      bad_samples_->add(folder_.file(i).string(), first_line(error));
    }
  }
  if (count == 0) throw BadInput("no validation picture can be used");
  return divided(sum, double(count));
}

double Validation::goal(const ValidationScores& scores, TrainPhase phase) {
  return phase == TrainPhase::end_to_end ? scores.mad : 100 - scores.accuracy;
}

Image contact_sheet(const std::vector<Shown>& shown) {
  ContactSheet sheet({"input", "trimap", "alpha", "truth"});
  for (const Shown& row : shown)
    sheet.add_row(row.name, {row.input, row.trimap, row.alpha, row.truth});
  return sheet.image();
}

}  // namespace shm

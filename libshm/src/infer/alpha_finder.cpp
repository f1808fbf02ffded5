// SPDX-License-Identifier: MIT
// A frame's alpha at working size: what the network says, or what it said before, moved along.
#include "infer/alpha_finder.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "image/mat.hpp"
#include "infer/region.hpp"
#include "infer/zoom.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// A place at working size in the frame itself.
cv::Rect in_frame(const cv::Rect& place, cv::Size working, const ImageView& frame) {
  const double x = double(frame.width) / working.width, y = double(frame.height) / working.height;
  const auto corner = [&](const cv::Point& at) {
    return cv::Point(int(std::lround(at.x * x)), int(std::lround(at.y * y)));
  };
  return {corner(place.tl()), corner(place.br())};
}

/// Fills what the part takes of `all`; the network sees nothing of the rest.
void place(const cv::Mat& seen, const cv::Rect& part, float rest, cv::Mat& all) {
  all.setTo(rest);
  cv::resize(seen, all(part), part.size(), 0, 0, cv::INTER_AREA);
}

}  // namespace

AlphaFinder::AlphaFinder(std::unique_ptr<Engine> engine, const ModelMetadata& model)
    : engine_(std::move(engine)), classes_(model.classes), input_(model), close_up_(model) {}

void AlphaFinder::see(const ImageView& frame, const FrameOptions& options) {
  input_.run(frame, options.size, options.pixel_aspect);
  follower_.begin_frame(input_.size().inner, options.time);
}

AlphaOrigin AlphaFinder::find(const ImageView& frame, const FrameOptions& options,
                              TemporalFilter& past, cv::Mat& alpha) {
  alpha.create(input_.size().inner, CV_32FC1);
  const bool asks = ++unasked_ >= options.interval || follower_.is_overdue();
  if (!asks && carry(past, alpha)) return AlphaOrigin::carried;
  unasked_ = 0;
  if (!options.zoom || begins_scene(past.luminance(), luminance())) follower_.reset();
  const bool whole = follower_.is_whole_due();
  if (whole) ask_of_whole(options, follower_.follows() && carry(past, alpha), alpha);
  if (follower_.is_part_due()) ask_of_part(frame, options, alpha);
  if (!whole && follower_.is_overdue()) ask_of_whole(options, true, alpha);
  return AlphaOrigin::network;
}

/// Whether alpha is that of the frame before, moved along with the picture.
bool AlphaFinder::carry(TemporalFilter& past, cv::Mat& alpha) {
  if (past.alpha().size() != luminance().size()) return false;
  carried_.carry({past.luminance(), past.alpha()}, luminance(), alpha);
  if (carried_.is_lost()) return false;
  past.follow(alpha);
  return true;
}

/// `closer`: what `alpha` has of the part that is followed was seen from close by, and stays.
void AlphaFinder::ask_of_whole(const FrameOptions& options, bool closer, cv::Mat& alpha) {
  const cv::Size size = input_.size().inner;
  ask(input_.picture(), {{{}, size}, size});
  cv::Mat whole = answer_.output.alpha({{}, size});
  if (closer) keep_part(alpha, whole);
  whole.copyTo(alpha);
  if (options.zoom) follower_.saw_whole(alpha, region_of(options, size));
}

void AlphaFinder::keep_part(const cv::Mat& alpha, cv::Mat& whole) {
  const cv::Mat close = alpha(follower_.part().place);
  cv::Mat there = whole(follower_.part().place);
  if (lost_people(there, close))
    follower_.doubt();
  else
    close.copyTo(there);
}

void AlphaFinder::ask_of_part(const ImageView& frame, const FrameOptions& options, cv::Mat& alpha) {
  const cv::Size size = input_.size().inner;
  const Follower::Part part = follower_.part();
  close_up_.run_at(part_of(frame, in_frame(part.place, size, frame)), close_up_.padded(part.seen));
  ask(close_up_.picture(), part);
  place(answer_.output.alpha({{}, part.seen}), part.place, 0, alpha);
  follower_.saw_part(alpha, region_of(options, size));
}

void AlphaFinder::ask(const cv::Mat& picture, const Follower::Part& part) {
  set_answer({engine_->run(picture), part, input_.size().inner});
}

void AlphaFinder::set_answer(Answer answer) {
  answer_ = std::move(answer);
  trimap_ = {};
}

AlphaFinder::Answer AlphaFinder::kept_answer() const {
  return {
      {answer_.output.logits.clone(), answer_.output.alpha.clone()}, answer_.part, answer_.size};
}

const cv::Mat& AlphaFinder::probability(TrimapClass what) const {
  if (answer_.output.alpha.empty()) throw BadInput("trimap: no frame was matted yet");
  if (trimap_.front().empty()) find_trimap();
  switch (what) {
    case TrimapClass::background: return trimap_.at(std::size_t(classes_.background));
    case TrimapClass::foreground: return trimap_.at(std::size_t(classes_.foreground));
    case TrimapClass::unknown: break;
  }
  return trimap_.at(std::size_t(classes_.unknown));
}

void AlphaFinder::find_trimap() const {
  const auto& [output, part, size] = answer_;
  cv::split(output.trimap()({{}, part.seen}), trimap_.data());
  if (part.place.size() == size) return;
  for (int i = 0; i < int(trimap_.size()); ++i) {
    cv::Mat all(size, CV_32FC1);
    place(trimap_[std::size_t(i)], part.place, i == classes_.background ? 1.F : 0.F, all);
    trimap_[std::size_t(i)] = all;
  }
}

}  // namespace shm

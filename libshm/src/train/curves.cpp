// SPDX-License-Identifier: MIT
// Draws a run's curves.

#include "train/curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <string>

#include "image/mat.hpp"
#include "train/loss_terms.hpp"

namespace shm {
namespace {

constexpr int panel_width = 640;
constexpr int panel_height = 320;
constexpr int left_margin = 70;
constexpr int margin = 32;

struct Point {
  double x, y;
};
struct Curve {
  std::string name;
  cv::Scalar color;  ///< red, green, blue
  std::vector<Point> points;
};
struct Panel {
  std::string title;
  bool logarithmic;
  std::vector<Curve> curves;
};

struct Range {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();

  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  double share(double value) const { return high > low ? (value - low) / (high - low) : 0.5; }
};

const cv::Scalar blue{31, 119, 180}, orange{255, 127, 14}, green{44, 160, 44}, red{214, 39, 40},
    violet{148, 103, 189}, grey{120, 120, 120};

/// The steps of a second phase follow those of the first.
std::vector<double> places(const std::vector<MetricsRow>& rows) {
  std::vector<double> result;
  double before = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].phase != rows[i - 1].phase) before += double(rows[i - 1].step);
    result.push_back(before + double(rows[i].step));
  }
  return result;
}

using Value = std::function<double(const MetricsRow&)>;

/// What `value` gives of the rows of one kind, where it is above 0.
Curve curve(const std::vector<MetricsRow>& rows, bool validations, const std::string& name,
            const cv::Scalar& color, const Value& value) {
  Curve result{name, color, {}};
  const std::vector<double> x = places(rows);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].validation.has_value() == validations && value(rows[i]) > 0)
      result.points.push_back({x[i], value(rows[i])});
  return result;
}

std::vector<Curve> loss_curves(const std::vector<MetricsRow>& rows) {
  const std::array<cv::Scalar, all_loss_terms<double>.size()> colors = {blue, orange, green,
                                                                        red,  violet, grey};
  std::vector<Curve> curves;
  for (const auto& term : all_loss_terms<double>)
    curves.push_back(
        curve(rows, false, term.name, colors[curves.size()],
              [field = term.field](const MetricsRow& row) { return row.loss.*field; }));
  return curves;
}

std::vector<Panel> panels_of(const std::vector<MetricsRow>& rows) {
  const auto score = [&](const char* name, const cv::Scalar& color,
                         double ValidationScores::*what) {
    return curve(rows, true, name, color,
                 [=](const MetricsRow& row) { return (*row.validation).*what; });
  };
  return {{"loss", true, loss_curves(rows)},
          {"validation: error",
           true,
           {score("MAD x1e3", blue, &ValidationScores::mad),
            score("MSE x1e3", orange, &ValidationScores::mse),
            score("Grad", green, &ValidationScores::grad)}},
          {"validation: percent",
           false,
           {score("IoU", blue, &ValidationScores::iou),
            score("trimap accuracy", orange, &ValidationScores::accuracy)}},
          {"learning rate", true, {curve(rows, false, "lr", blue, [](const MetricsRow& row) {
             return row.lr;
           })}}};
}

class Plot {
 public:
  Plot(cv::Mat canvas, const Panel& panel) : canvas_(std::move(canvas)), panel_(panel) {
    for (const Curve& curve : panel.curves)
      for (const Point& point : curve.points) {
        x_.include(point.x);
        y_.include(height_of(point.y));
      }
  }

  void draw() const {
    write(panel_.title, {left_margin, 20}, {0, 0, 0}, 0.5);
    cv::rectangle(canvas_, area(), {200, 200, 200});
    if (x_.high < x_.low) return write("nothing yet", {left_margin + 8, margin + 24}, grey, 0.45);
    write(label(panel_.logarithmic ? std::exp(y_.high) : y_.high), {4, margin + 12}, grey, 0.4);
    write(label(panel_.logarithmic ? std::exp(y_.low) : y_.low), {4, area().br().y}, grey, 0.4);
    write("step " + label(x_.high), {area().br().x - 110, area().br().y + 18}, grey, 0.4);
    int legend = left_margin + 20 + 9 * int(panel_.title.size());
    for (const Curve& curve : panel_.curves)
      if (!curve.points.empty()) draw_curve(curve, legend);
  }

 private:
  static cv::Rect area() {
    return {left_margin, margin, panel_width - left_margin - margin, panel_height - 2 * margin};
  }
  static std::string label(double value) { return cv::format("%.4g", value); }

  double height_of(double value) const { return panel_.logarithmic ? std::log(value) : value; }

  void write(const std::string& text, cv::Point place, const cv::Scalar& color, double size) const {
    cv::putText(canvas_, text, place, cv::FONT_HERSHEY_SIMPLEX, size, color, 1, cv::LINE_AA);
  }

  void draw_curve(const Curve& curve, int& legend) const {
    std::vector<cv::Point> line;
    for (const Point& point : curve.points)
      line.emplace_back(area().x + cvRound(x_.share(point.x) * area().width),
                        area().br().y - cvRound(y_.share(height_of(point.y)) * area().height));
    cv::polylines(canvas_, line, false, curve.color, 1, cv::LINE_AA);
    for (const cv::Point& point : line)
      if (line.size() < 40) cv::circle(canvas_, point, 2, curve.color, cv::FILLED);
    write(curve.name, {legend, 20}, curve.color, 0.42);
    legend += 14 + 8 * int(curve.name.size());
  }

  cv::Mat canvas_;
  const Panel& panel_;
  Range x_, y_;
};

}  // namespace

Image draw_curves(const std::vector<MetricsRow>& rows) {
  const std::vector<Panel> panels = panels_of(rows);
  Image image(2 * panel_width, int(panels.size() + 1) / 2 * panel_height, PixelFormat::rgb);
  cv::Mat canvas = as_mat(image.view());
  canvas.setTo(cv::Scalar(255, 255, 255));
  for (int i = 0; i < int(panels.size()); ++i)
    Plot(canvas(cv::Rect(i % 2 * panel_width, i / 2 * panel_height, panel_width, panel_height)),
         panels[std::size_t(i)])
        .draw();
  return image;
}

}  // namespace shm

// SPDX-License-Identifier: MIT
// Which of the parts of a picture that hold somebody are shown: not the small ones, or one alone.
#include "infer/islands.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "base/parallel.hpp"

namespace shm {
namespace {

constexpr int cell_side = 8;  ///< pixels at working size
/// Up to which alpha a cell holds nobody; a hole is where alpha is that far from 1.
constexpr float nothing = 0.05F;
/// From which alpha on cells beside each other are of one person: haze between two does not join
/// them.
constexpr float solid = 0.3F;
constexpr int widest_edge = 4;  ///< cells of less alpha around somebody that are theirs
/// How much more than one that was not there before a component counts that was.
constexpr double steadiness = 1.5;
/// Frames for which another one must be ahead of somebody who was shown as long: more than who
/// walks by is.
constexpr int patience = 60;

/// Of the pixels of a cell.
struct CellAlpha {
  float least = 1, most = 0, sum = 0;
  int pixels = 0;
};
constexpr int cell_type = CV_32FC4;
static_assert(sizeof(CellAlpha) == 4 * sizeof(float));

const CellAlpha& cell_at(const cv::Mat& cells, cv::Point at) {
  return *cells.ptr<CellAlpha>(at.y, at.x);
}
CellAlpha& cell_at(cv::Mat& cells, cv::Point at) {
  return *cells.ptr<CellAlpha>(at.y, at.x);
}

int cells_of(int length) {
  return (length + cell_side - 1) / cell_side;
}

cv::Rect pixels_of(cv::Point cell, cv::Size picture) {
  return cv::Rect(cell * cell_side, cv::Size(cell_side, cell_side)) & cv::Rect({}, picture);
}

/// A row of cells, from what all its columns hold: the compiler makes vectors of that.
class CellRow {
 public:
  explicit CellRow(int width) : least_(width, 1.0F), most_(width), sum_(width) {}

  void add(const float* alphas) {
    for (std::size_t x = 0; x < sum_.size(); ++x) {
      least_[x] = std::min(least_[x], alphas[x]);
      most_[x] = std::max(most_[x], alphas[x]);
      sum_[x] += alphas[x];
    }
  }
  CellAlpha cell(std::size_t begin, std::size_t end, int rows) const {
    CellAlpha cell;
    for (std::size_t x = begin; x < end; ++x) {
      cell.least = std::min(cell.least, least_[x]);
      cell.most = std::max(cell.most, most_[x]);
      cell.sum += sum_[x];
    }
    cell.pixels = int(end - begin) * rows;
    return cell;
  }

 private:
  std::vector<float> least_, most_, sum_;
};

void measure(const cv::Mat& alpha, cv::Mat& cells) {
  cells.create(cells_of(alpha.rows), cells_of(alpha.cols), cell_type);
  for_each_row(cells.rows, [&](int row) {
    const cv::Range rows(row * cell_side, std::min((row + 1) * cell_side, alpha.rows));
    CellRow line(alpha.cols);
    for (int y = rows.start; y < rows.end; ++y)
      line.add(alpha.ptr<float>(y));
    for (int column = 0; column < cells.cols; ++column) {
      const int begin = column * cell_side;
      cell_at(cells, {column, row}) = line.cell(
          std::size_t(begin), std::size_t(std::min(begin + cell_side, alpha.cols)), rows.size());
    }
  });
}

/// Neighbouring cells of one kind.
struct Component {
  double area = 0;         ///< pixels at working size, soft ones in part
  double area_before = 0;  ///< of cells that stayed in the frame before
  cv::Point2d moment;
  bool at_border = false;
  bool stays = true;

  double distance_from(cv::Point2d middle) const { return cv::norm(moment / area - middle); }
  double weight() const { return area_before > 0 ? steadiness : 1; }
};

enum class Kind { island, hole };

/// The connected components of a picture, numbered from 1 on.
class Components {
 public:
  Components(const cv::Mat& cells, Kind kind, const cv::Mat& before) {
    cv::Mat mask(cells.size(), CV_8UC1);
    for_each_cell([&](cv::Point at) { mask.at<bool>(at) = is_of(kind, cell_at(cells, at)); },
                  cells.size());
    const int corners = kind == Kind::island ? 8 : 4;
    const int count = cv::connectedComponents(mask, numbers_, corners, CV_32S);
    components_.resize(std::size_t(count));
    if (kind == Kind::island) add_edges(cells);
    for_each_cell([&](cv::Point at) { add(at, cell_at(cells, at), kind, before); }, cells.size());
    components_.front().stays = false;
  }

  cv::Size size() const { return numbers_.size(); }
  bool stays(cv::Point cell) const { return components_[number(cell)].stays; }
  bool goes(cv::Point cell) const { return number(cell) != 0 && !stays(cell); }

  /// Calls visit(component) with those that stay so far.
  template <typename Visit>
  void for_each(const Visit& visit) {
    for (Component& component : components_)
      if (component.stays) visit(component);
  }

  /// Which of those has most of something; none where nobody is.
  template <typename Rank>
  const Component* most(const Rank& rank) {
    const Component* best = nullptr;
    for_each([&](const Component& component) {
      if (best == nullptr || rank(component) > rank(*best)) best = &component;
    });
    return best;
  }

  template <typename Visit>
  static void for_each_cell(const Visit& visit, cv::Size cells) {
    for (int y = 0; y < cells.height; ++y)
      for (int x = 0; x < cells.width; ++x)
        visit(cv::Point(x, y));
  }

 private:
  static bool is_of(Kind kind, const CellAlpha& cell) {
    return kind == Kind::island ? cell.most > solid : cell.least < 1 - nothing;
  }

  /// What is less solid is of whom it is nearest to; what is far from everybody is of nobody.
  void add_edges(const cv::Mat& cells) {
    cv::Mat near;
    for (int i = 0; i < widest_edge; ++i) {
      numbers_.convertTo(near, CV_32FC1);
      cv::dilate(near, near, cv::Mat());
      number_haze(cells, [&](cv::Point at) { return int(near.at<float>(at)); });
    }
    components_.emplace_back().stays = false;
    const int nobody = int(components_.size()) - 1;
    number_haze(cells, [&](cv::Point /*at*/) { return nobody; });
  }

  /// Of those that have no number yet.
  template <typename Number>
  void number_haze(const cv::Mat& cells, const Number& number_at) {
    for_each_cell(
        [&](cv::Point at) {
          if (number(at) == 0 && cell_at(cells, at).most > nothing)
            numbers_.at<int>(at) = number_at(at);
        },
        size());
  }

  std::size_t number(cv::Point cell) const { return std::size_t(numbers_.at<int>(cell)); }

  void add(cv::Point at, const CellAlpha& cell, Kind kind, const cv::Mat& before) {
    Component& component = components_[number(at)];
    const double area = kind == Kind::island ? cell.sum : float(cell.pixels) - cell.sum;
    component.area += area;
    component.moment += area * cv::Point2d(at);
    component.at_border |=
        at.x == 0 || at.y == 0 || at.x == numbers_.cols - 1 || at.y == numbers_.rows - 1;
    if (before.size() == numbers_.size() && before.at<bool>(at)) component.area_before += area;
  }

  cv::Mat numbers_;
  std::vector<Component> components_;
};

void count_frame(Tenure& tenure) {
  tenure.credit = std::clamp(tenure.credit + (tenure.is_challenged ? -1 : 1), 0, patience);
}

/// Who was shown stays, until another one has been ahead for as many frames as `tenure` says.
const Component* chosen(Components& islands, Keep keep, Tenure& tenure) {
  const cv::Point2d middle((islands.size().width - 1) / 2.0, (islands.size().height - 1) / 2.0);
  const auto rank = [&](const Component& component, double weight) {
    return keep == Keep::largest ? component.area * weight
                                 : -component.distance_from(middle) / weight;
  };
  const auto* best = islands.most([&](const Component& each) { return rank(each, 1); });
  const auto* before = islands.most([](const Component& each) { return each.area_before; });
  if (best == nullptr || before->area_before == 0) {
    tenure = {};
    return best;
  }
  tenure.is_challenged = rank(*best, 1) > rank(*before, steadiness);
  if (tenure.is_challenged && tenure.credit == 0) {
    tenure = {};
    return best;
  }
  count_frame(tenure);
  return before;
}

/// In what goes.
void fill(cv::Mat& alpha, cv::Mat& cells, const Components& components, float with) {
  Components::for_each_cell(
      [&](cv::Point at) {
        if (!components.goes(at)) return;
        alpha(pixels_of(at, alpha.size())) = with;
        auto& cell = cell_at(cells, at);
        cell = {with, with, with * float(cell.pixels), cell.pixels};
      },
      components.size());
}

void update_history(const Components& components, cv::Mat& before) {
  before.create(components.size(), CV_8UC1);
  Components::for_each_cell([&](cv::Point cell) { before.at<bool>(cell) = components.stays(cell); },
                            components.size());
}

}  // namespace

void Islands::run(cv::Mat& alpha, double min_area, Keep keep) {
  const Choice choice{min_area, keep};
  if (std::exchange(choice_, choice) != choice) reset();
  if (choice == Choice()) return;
  const double least = min_area * double(alpha.total());
  measure(alpha, alphas_);
  Components islands(alphas_, Kind::island, islands_);
  islands.for_each([&](Component& component) {
    component.stays = component.area * component.weight() >= least;
  });
  if (keep != Keep::all) {
    const Component* one = chosen(islands, keep, tenure_);
    islands.for_each([&](Component& component) { component.stays = &component == one; });
  }
  fill(alpha, alphas_, islands, 0);
  update_history(islands, islands_);

  Components holes(alphas_, Kind::hole, holes_);
  holes.for_each([&](Component& component) {
    component.stays = component.at_border || component.area * component.weight() >= least;
  });
  fill(alpha, alphas_, holes, 1);
  update_history(holes, holes_);
}

void Islands::repeat() {
  count_frame(tenure_);
}

void Islands::reset() {
  islands_.release();
  holes_.release();
  tenure_ = {};
}

}  // namespace shm

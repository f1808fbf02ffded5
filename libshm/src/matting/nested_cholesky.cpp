#include "matting/nested_cholesky.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <future>
#include <numeric>
#include <ranges>
#include <utility>

namespace shm {
namespace {

constexpr int smallest_to_part = 32;  ///< rows; fewer are eliminated sooner than parted
constexpr float first_shift = 1e-6F;  ///< of the diagonal, where a block is not positive
constexpr float next_shift = 10;      ///< times the last
constexpr float smallest_diagonal = 1e-6F;

/// Adds the lower half of what a half's elimination leaves to its parent's front.
void add_update(const Eigen::MatrixXf& update, const std::vector<int>& places,
                Eigen::MatrixXf& front) {
  for (Eigen::Index column = 0; column < update.cols(); ++column)
    for (Eigen::Index row = column; row < update.rows(); ++row)
      front(places[std::size_t(row)], places[std::size_t(column)]) += update(row, column);
}

/// Rounding may have taken what kept the block positive: then its diagonal grows until it is.
Eigen::LLT<Eigen::MatrixXf> positive_factor(Eigen::MatrixXf block) {
  Eigen::LLT<Eigen::MatrixXf> factor(block);
  const float scale = std::max(block.diagonal().cwiseAbs().maxCoeff(), smallest_diagonal);
  for (float shift = first_shift * scale; factor.info() != Eigen::Success; shift *= next_shift) {
    block.diagonal().array() += shift;
    factor.compute(block);
  }
  return factor;
}

/// Leaves the factor in the first `count` columns of a front; returns what the others become.
Eigen::MatrixXf eliminate(Eigen::MatrixXf& front, Eigen::Index count) {
  const Eigen::Index rest = front.rows() - count;
  const auto factor = positive_factor(front.topLeftCorner(count, count));
  front.topLeftCorner(count, count) = factor.matrixLLT();
  auto below = front.bottomLeftCorner(rest, count);
  factor.matrixL().transpose().solveInPlace<Eigen::OnTheRight>(below);
  Eigen::MatrixXf update = front.bottomRightCorner(rest, rest);
  update.selfadjointView<Eigen::Lower>().rankUpdate(below, -1);
  return update;
}

}  // namespace

/// Orders the rows and makes the blocks.
class NestedCholesky::Dissection {
 public:
  Dissection(const std::vector<Place>& places, int reach, NestedCholesky& factor)
      : places_(places), reach_(reach), factor_(factor) {}

  /// The block that parts the rows at `begin` to `end`.
  std::size_t part(int begin, int end) {
    Block block{begin, end, {}};
    if (end - begin >= smallest_to_part) {
      const auto [first, second] = strip(begin, end);
      for (const auto& [from, to] : {std::pair(begin, first), std::pair(first, second)})
        if (from < to) block.halves.push_back(part(from, to));
      block.begin = second;
    }
    factor_.blocks_.push_back(std::move(block));
    return factor_.blocks_.size() - 1;
  }

 private:
  /// Puts one half first, then the other, then the strip; returns where the two latter begin.
  std::pair<int, int> strip(int begin, int end) {
    const int Place::*axis = longer_axis(begin, end);
    const auto at = [&](int position) { return factor_.order_.begin() + position; };
    const auto coordinate = [&](int row) { return places_[std::size_t(row)].*axis; };
    const auto middle = at(begin + (end - begin) / 2);
    std::nth_element(at(begin), middle, at(end),
                     [&](int a, int b) { return coordinate(a) < coordinate(b); });
    const int low = coordinate(*middle);
    const auto second_half =
        std::partition(at(begin), at(end), [&](int row) { return coordinate(row) < low; });
    const auto own = std::partition(second_half, at(end),
                                    [&](int row) { return coordinate(row) >= low + reach_; });
    return {int(second_half - at(0)), int(own - at(0))};
  }

  const int Place::*longer_axis(int begin, int end) const {
    Place low = places_[std::size_t(factor_.order_[std::size_t(begin)])];
    Place high = low;
    for (int position = begin; position < end; ++position) {
      const Place& place = places_[std::size_t(factor_.order_[std::size_t(position)])];
      low = {std::min(low.x, place.x), std::min(low.y, place.y)};
      high = {std::max(high.x, place.x), std::max(high.y, place.y)};
    }
    return high.x - low.x > high.y - low.y ? &Place::x : &Place::y;
  }

  const std::vector<Place>& places_;
  int reach_;
  NestedCholesky& factor_;
};

/// Of a position in its front.
int NestedCholesky::Block::local(int position) const {
  if (position < end) return position - begin;
  return size() + int(std::lower_bound(border.begin(), border.end(), position) - border.begin());
}

std::vector<int> NestedCholesky::Block::locals(const std::vector<int>& positions) const {
  std::vector<int> result(positions.size());
  std::ranges::transform(positions, result.begin(), [&](int one) { return local(one); });
  return result;
}

NestedCholesky::NestedCholesky(const Matrix& matrix, const std::vector<Place>& places, int reach,
                               int threads)
    : order_(places.size()), position_(places.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  Dissection(places, reach, *this).part(0, int(order_.size()));
  for (int position = 0; position < int(order_.size()); ++position)
    position_[std::size_t(order_[std::size_t(position)])] = position;
  factorize(matrix, blocks_.back(), threads);
}

/// Returns what the block's elimination leaves to be added among its border.
Eigen::MatrixXf NestedCholesky::factorize(const Matrix& matrix, Block& block, int tasks) {
  const std::vector<Eigen::MatrixXf> updates = factorize_halves(matrix, block, tasks);
  find_border(matrix, block);
  Eigen::MatrixXf front = front_of(matrix, block);
  for (std::size_t half = 0; half < updates.size(); ++half)
    add_update(updates[half], block.locals(blocks_[block.halves[half]].border), front);
  Eigen::MatrixXf update = eliminate(front, block.size());
  block.columns = front.leftCols(block.size());
  return update;
}

std::vector<Eigen::MatrixXf> NestedCholesky::factorize_halves(const Matrix& matrix,
                                                              const Block& block, int tasks) {
  std::vector<std::future<Eigen::MatrixXf>> running;
  const auto how = tasks > 1 ? std::launch::async : std::launch::deferred;
  for (const std::size_t half : block.halves)
    running.push_back(std::async(
        how, [this, &matrix, half, tasks] { return factorize(matrix, blocks_[half], tasks / 2); }));
  std::vector<Eigen::MatrixXf> updates;
  for (auto& one : running)
    updates.push_back(one.get());
  return updates;
}

void NestedCholesky::find_border(const Matrix& matrix, Block& block) const {
  const auto add = [&](int position) {
    if (position >= block.end) block.border.push_back(position);
  };
  for (int position = block.begin; position < block.end; ++position)
    for (Matrix::InnerIterator entry(matrix, order_[std::size_t(position)]); entry; ++entry)
      add(position_[std::size_t(entry.col())]);
  for (const std::size_t half : block.halves)
    std::ranges::for_each(blocks_[half].border, add);
  std::ranges::sort(block.border);
  const auto [first, last] = std::ranges::unique(block.border);
  block.border.erase(first, last);
}

/// The matrix's own entries in the block's columns; zeros among its border.
Eigen::MatrixXf NestedCholesky::front_of(const Matrix& matrix, const Block& block) const {
  const Eigen::Index size = block.size() + Eigen::Index(block.border.size());
  Eigen::MatrixXf front = Eigen::MatrixXf::Zero(size, size);
  for (int column = block.begin; column < block.end; ++column)
    for (Matrix::InnerIterator entry(matrix, order_[std::size_t(column)]); entry; ++entry) {
      const int row = position_[std::size_t(entry.col())];
      if (row >= column) front(block.local(row), column - block.begin) = float(entry.value());
    }
  return front;
}

NestedCholesky::Vector NestedCholesky::gather(const Vector& values, const Block& block) {
  Vector local(block.columns.rows());
  local.head(block.size()) = values.segment(block.begin, block.size());
  for (std::size_t i = 0; i < block.border.size(); ++i)
    local[block.size() + Eigen::Index(i)] = values[block.border[i]];
  return local;
}

void NestedCholesky::scatter(const Vector& local, const Block& block, Vector& values) {
  values.segment(block.begin, block.size()) = local.head(block.size());
  for (std::size_t i = 0; i < block.border.size(); ++i)
    values[block.border[i]] = local[block.size() + Eigen::Index(i)];
}

void NestedCholesky::solve_forward(const Block& block, Vector& values) const {
  Vector local = gather(values, block);
  for (Eigen::Index column = 0; column < block.size(); ++column) {
    const Eigen::Index below = local.size() - column - 1;
    local[column] /= double(block.columns(column, column));
    local.tail(below) -= local[column] * block.columns.col(column).tail(below).cast<double>();
  }
  scatter(local, block, values);
}

void NestedCholesky::solve_backward(const Block& block, Vector& values) const {
  Vector local = gather(values, block);
  for (Eigen::Index column = block.size(); column-- > 0;) {
    const Eigen::Index below = local.size() - column - 1;
    local[column] -= block.columns.col(column).tail(below).cast<double>().dot(local.tail(below));
    local[column] /= double(block.columns(column, column));
  }
  scatter(local, block, values);
}

NestedCholesky::Vector NestedCholesky::solve(const Vector& right_side) const {
  Vector values = right_side(order_);
  for (const Block& block : blocks_)
    solve_forward(block, values);
  for (const Block& block : blocks_ | std::views::reverse)
    solve_backward(block, values);
  return values(position_);
}

}  // namespace shm

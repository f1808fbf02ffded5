#include "matting/nested_cholesky.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <future>
#include <iterator>
#include <numeric>
#include <semaphore>
#include <utility>

#include "matting/dense_update.hpp"

namespace shm {
namespace {

constexpr int parts_a_thread = 2;     ///< more leave less idle, but hold more memory
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
  front.topLeftCorner(count, count) =
      positive_factor(front.topLeftCorner(count, count)).matrixLLT();
  const ColumnMajor<float> all{front.data(), front.rows()};
  const ColumnMajor<float> below = all.from(count, 0);
  divide_by_lower(below, all, rest, count);
  Eigen::MatrixXf update = front.bottomRightCorner(rest, rest);
  subtract_square({update.data(), rest}, below, rest, count);
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

/// Of ascending positions.
std::vector<int> NestedCholesky::Block::locals(const std::vector<int>& positions) const {
  std::vector<int> result;
  result.reserve(positions.size());
  auto at = border.begin();
  for (const int position : positions) {
    if (position < end) {
      result.push_back(position - begin);
    } else {
      while (*at < position)
        ++at;
      result.push_back(size() + int(at - border.begin()));
    }
  }
  return result;
}

/// Eliminates parts of the tree side by side, on no more threads than it is allowed. There are more
/// parts than threads, since they take unequal times.
class NestedCholesky::Elimination {
 public:
  Elimination(NestedCholesky& factor, const Matrix& matrix, int threads)
      : factor_(factor), matrix_(matrix), free_threads_(threads) {}

  /// Returns what the block's elimination leaves to be added among its border.
  Eigen::MatrixXf run(std::size_t index, int parts) {
    Block& block = factor_.blocks_[index];
    if (parts <= 1 || block.halves.empty()) {
      const Turn turn(free_threads_);
      return in_order(index);
    }
    std::vector<std::future<Eigen::MatrixXf>> running;
    for (const std::size_t half : block.halves)
      running.push_back(
          std::async(std::launch::async, [this, half, parts] { return run(half, parts / 2); }));
    std::vector<Eigen::MatrixXf> updates;
    for (auto& one : running)
      updates.push_back(one.get());
    const Turn turn(free_threads_);
    return factor_.factorize(matrix_, block, updates);
  }

 private:
  /// Holds one of the threads that are allowed.
  class Turn {
   public:
    explicit Turn(std::counting_semaphore<>& free) : free_(free) { free_.acquire(); }
    ~Turn() { free_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    std::counting_semaphore<>& free_;
  };

  Eigen::MatrixXf in_order(std::size_t index) {
    Block& block = factor_.blocks_[index];
    std::vector<Eigen::MatrixXf> updates;
    for (const std::size_t half : block.halves)
      updates.push_back(in_order(half));
    return factor_.factorize(matrix_, block, updates);
  }

  NestedCholesky& factor_;
  const Matrix& matrix_;
  std::counting_semaphore<> free_threads_;
};

NestedCholesky::NestedCholesky(const Matrix& matrix, const std::vector<Place>& places, int reach,
                               int threads)
    : order_(places.size()), position_(places.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  Dissection(places, reach, *this).part(0, int(order_.size()));
  for (int position = 0; position < int(order_.size()); ++position)
    position_[std::size_t(order_[std::size_t(position)])] = position;
  Elimination(*this, matrix, threads)
      .run(blocks_.size() - 1, threads > 1 ? parts_a_thread * threads : 1);
}

/// `updates` are those of its halves.
Eigen::MatrixXf NestedCholesky::factorize(const Matrix& matrix, Block& block,
                                          const std::vector<Eigen::MatrixXf>& updates) const {
  find_border(matrix, block);
  Eigen::MatrixXf front = front_of(matrix, block);
  for (std::size_t half = 0; half < updates.size(); ++half)
    add_update(updates[half], block.locals(blocks_[block.halves[half]].border), front);
  Eigen::MatrixXf update = eliminate(front, block.size());
  block.columns = front.leftCols(block.size());
  return update;
}

void NestedCholesky::find_border(const Matrix& matrix, Block& block) const {
  std::vector<int> own;
  for (int position = block.begin; position < block.end; ++position)
    for (Matrix::InnerIterator entry(matrix, order_[std::size_t(position)]); entry; ++entry)
      if (const int other = position_[std::size_t(entry.col())]; other >= block.end)
        own.push_back(other);
  std::sort(own.begin(), own.end());
  own.erase(std::unique(own.begin(), own.end()), own.end());
  block.border = std::move(own);
  for (const std::size_t half : block.halves)
    add_to_border(block, blocks_[half].border);
}

void NestedCholesky::add_to_border(Block& block, const std::vector<int>& positions) {
  const auto later = std::lower_bound(positions.begin(), positions.end(), block.end);
  std::vector<int> both;
  both.reserve(block.border.size() + positions.size());
  std::set_union(block.border.begin(), block.border.end(), later, positions.end(),
                 std::back_inserter(both));
  block.border = std::move(both);
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
  for (auto block = blocks_.rbegin(); block != blocks_.rend(); ++block)
    solve_backward(*block, values);
  return values(position_);
}

}  // namespace shm

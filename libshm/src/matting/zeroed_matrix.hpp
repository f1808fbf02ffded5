#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

#include "matting/dense_lower.hpp"

namespace shm {

/// Column-major, of zeros. A large one takes memory only where it is written.
class ZeroedMatrix {
 public:
  ZeroedMatrix() = default;
  ZeroedMatrix(std::ptrdiff_t rows, std::ptrdiff_t columns)
      : data_(static_cast<float*>(
            std::calloc(std::size_t(rows) * std::size_t(columns), sizeof(float)))),
        rows_(rows) {
    if (!data_ && rows * columns > 0) throw std::bad_alloc();
  }

  ColumnMajor<float> view() { return {data_.get(), rows_}; }
  ColumnMajor<const float> view() const { return {data_.get(), rows_}; }

 private:
  struct Free {
    void operator()(float* data) const { std::free(data); }
  };
  std::unique_ptr<float, Free> data_;
  std::ptrdiff_t rows_ = 0;
};

}  // namespace shm

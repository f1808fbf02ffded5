// SPDX-License-Identifier: MIT
// The table of methods: function, memory.

#include "matting/methods.hpp"

#include <algorithm>
#include <array>

namespace shm {
namespace {

MattingSolution knn(const MattingProblem& problem, const AlphaOptions& options) {
  return knn_alpha(problem, options.known_weight);
}

MattingSolution knn2(const MattingProblem& problem, const AlphaOptions& options) {
  return knn2_alpha(problem, options.known_weight);
}

MattingSolution closed_form(const MattingProblem& problem, const AlphaOptions& options) {
  return closed_form_alpha(problem, options.epsilon);
}

constexpr std::array methods = {
    MethodEntry{MattingMethod::knn, knn, 75, 850},
    MethodEntry{MattingMethod::knn2, knn2, 85, 800},
    MethodEntry{MattingMethod::closed_form, closed_form, 30, 1400},
};

}  // namespace

const MethodEntry& method_of(MattingMethod method) {
  return *std::ranges::find(methods, method, &MethodEntry::method);
}

std::size_t matting_memory(MattingMethod method, int width, int height, std::size_t unknown) {
  const MethodEntry& entry = method_of(method);
  return std::size_t(width) * std::size_t(height) * entry.bytes_a_pixel +
         unknown * entry.bytes_an_unknown_pixel;
}

}  // namespace shm

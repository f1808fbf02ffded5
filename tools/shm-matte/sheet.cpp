// SPDX-License-Identifier: MIT
// The contact sheet of a job's inputs and results.
#include "shm-matte/sheet.hpp"

#include <algorithm>

#include "shm-matte/video_frames.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/sheet.hpp"

namespace shm::tools {
namespace {

constexpr int most_rows = 6;

std::vector<Image> frames_of(const Item& item, int count) {
  if (item.kind == Kind::video) return sample_frames(item.input, count);
  std::vector<Image> picture;
  picture.push_back(read_picture(item.input, ReadAs::rgba));
  return picture;
}

void add_rows(ContactSheet& sheet, const Item& item, int count, PictureMatte& matte) {
  for (const Image& frame : frames_of(item, count)) {
    const auto [trimap, alpha, cutout, composite] = matte.run_all(frame);
    sheet.add_row(item.input.filename().string(), {frame, trimap, alpha, cutout, composite});
  }
}

}  // namespace

void write_sheet(const MatteJob& job, const std::vector<Item>& items, PictureMatte& matte) {
  ContactSheet sheet({"input", "trimap", "alpha", "cut-out", "composite"});
  const int chosen = std::min(most_rows, int(items.size()));
  for (int i = 0; i < chosen; ++i) {
    const Item& item = items[std::size_t(i) * items.size() / std::size_t(chosen)];
    try {
      add_rows(sheet, item, most_rows / chosen, matte);
    } catch (const BadInput&) {
      continue;  // reported when it was matted
    }
  }
  if (sheet.rows() == 0) throw BadInput("--sheet: none of the inputs can be shown");
  write_picture(job.sheet, sheet.image());
}

}  // namespace shm::tools

// SPDX-License-Identifier: MIT
// How raw video is parted into frames.
#include "shm-matte/y4m_bytes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace shm::tools {
namespace {

constexpr std::string_view magic = "YUV4MPEG2 ";
constexpr std::string_view frame_mark = "FRAME";
constexpr std::size_t longest_line = 512;

/// What stands behind a letter in the header; "" where nothing does.
std::string_view field(std::string_view header, char letter) {
  const std::size_t at = header.find(std::string(" ") + letter);
  if (at == std::string_view::npos) return {};
  header.remove_prefix(at + 2);
  return header.substr(0, header.find(' '));
}

std::uint64_t length(std::string_view text) {
  constexpr std::uint64_t longest = 1 << 16;
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number <= longest ? number : 0;
}

/// Planes of a colour space behind the first, how wide and high a block is of which they have a
/// sample each, and whether there is a plane of alpha.
struct Chroma {
  std::string_view name;
  std::uint64_t planes, width, height;
  bool alpha = false;
};

constexpr std::array<Chroma, 6> chromas = {{{"420", 2, 2, 2},
                                            {"422", 2, 2, 1},
                                            {"411", 2, 4, 1},
                                            {"444alpha", 2, 1, 1, true},
                                            {"444", 2, 1, 1},
                                            {"mono", 0, 1, 1}}};

/// What a header says of each frame.
struct Frames {
  std::uint64_t bytes = 0;  ///< 0: it says nothing that is known
  bool deep = false;        ///< more than eight bits a sample, in two bytes each
};

/// "420p10", but not "420paldv".
bool is_deep_space(std::string_view space, const Chroma& chroma) {
  space.remove_prefix(chroma.name.size());
  return space.starts_with("p1") || space == "16";
}

Frames frames_of(std::string_view header) {
  if (!header.starts_with(magic)) return {};
  const std::uint64_t width = length(field(header, 'W')), height = length(field(header, 'H'));
  const std::string_view said = field(header, 'C');
  const std::string_view space = said.empty() ? "420" : said;
  const auto chroma = std::ranges::find_if(
      chromas, [&](const Chroma& known) { return space.starts_with(known.name); });
  if (chroma == chromas.end()) return {};
  const std::uint64_t wide = (width + chroma->width - 1) / chroma->width;
  const std::uint64_t high = (height + chroma->height - 1) / chroma->height;
  const std::uint64_t samples =
      width * height * (chroma->alpha ? 2 : 1) + chroma->planes * wide * high;
  const bool deep = is_deep_space(space, *chroma);
  return {samples * (deep ? 2 : 1), deep};
}

/// Without its end; nothing where it is too long for one.
std::optional<std::string> line_at(std::istream& file, std::uint64_t offset) {
  std::array<char, longest_line> line{};
  file.clear();
  file.seekg(std::streamoff(offset));
  file.getline(line.data(), line.size());
  if (file.fail()) return std::nullopt;
  return line.data();
}

}  // namespace

std::uint64_t end_of_y4m(std::istream& file, std::uint64_t size) {
  const std::optional<std::string> header = line_at(file, 0);
  const std::uint64_t frame = header ? frames_of(*header).bytes : 0;
  if (frame == 0) return 0;
  std::uint64_t end = header->size() + 1;
  while (end < size) {
    const std::optional<std::string> line = line_at(file, end);
    if (!line || !(line->starts_with(frame_mark) || file.eof())) return 0;
    end += line->size() + 1 + frame;
  }
  return end;
}

void Y4mBytes::take(std::string_view bytes) {
  while (known_ && !bytes.empty()) {
    if (left_ > 0) {
      const auto taken = std::size_t(std::min<std::uint64_t>(left_, bytes.size()));
      left_ -= taken;
      bytes.remove_prefix(taken);
      continue;
    }
    const std::size_t end = bytes.find('\n');
    line_.append(bytes.substr(0, end));
    known_ = line_.size() < longest_line;
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + 1);
    end_line();
  }
}

void Y4mBytes::end_line() {
  if (frame_ == 0) {
    const Frames frames = frames_of(line_);
    frame_ = frames.bytes;
    deep_ = frames.deep;
  } else {
    left_ = frame_;
  }
  known_ = known_ && frame_ > 0;
  line_.clear();
}

}  // namespace shm::tools

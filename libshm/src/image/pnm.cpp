// SPDX-License-Identifier: MIT
// PNM: a header in words, then samples as bits, bytes, words or digits.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <istream>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "image/byte_reader.hpp"
#include "image/decoders.hpp"
#include "image/mat.hpp"
#include "image/picture_tags.hpp"
#include "image/size_text.hpp"

namespace shm {
namespace {

constexpr std::size_t longest_header = 4096;

/// The next number; comments go from # to the end of their line.
int next_number(std::istream& header) {
  while ((header >> std::ws).peek() == '#')
    header.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  int number = 0;
  header >> number;
  return number;
}

struct Header {
  char kind;  ///< '1' to '6'
  int width, height, white = 1;
  std::size_t bytes;  ///< 0: it cannot be read

  bool is_of_bits() const { return kind == '1' || kind == '4'; }
  bool is_of_digits() const { return kind < '4'; }
  int channels() const { return kind == '3' || kind == '6' ? 3 : 1; }
  int depth() const { return white > 255 ? CV_16U : CV_8U; }
  bool is_readable() const {
    constexpr int whitest = 65535;
    return bytes > 0 && width > 0 && height > 0 && white > 0 && white <= whitest &&
           is_readable_size(std::uint32_t(width), std::uint32_t(height));
  }
  std::size_t row_bytes() const {
    if (is_of_bits()) return (std::size_t(width) + 7) / 8;
    return std::size_t(width) * std::size_t(channels()) * (depth() == CV_16U ? 2 : 1);
  }
};

Header header_of(std::string_view content) {
  std::istringstream text{std::string(content.substr(0, longest_header))};
  text.ignore(2);
  Header header{};
  header.kind = content.size() > 1 ? content[1] : '\0';
  header.width = std::max(0, next_number(text));
  header.height = std::max(0, next_number(text));
  header.white = header.is_of_bits() ? 1 : next_number(text);
  header.bytes = text ? std::size_t(text.tellg()) + 1 : 0;
  return header;
}

/// Numbers in words.
class Digits {
 public:
  explicit Digits(std::string_view text) : text_(text) {}

  /// Of at most so many digits, or -1 where there is none, or its end lacks: the file may have been
  /// cut within it.
  int next(std::size_t most) {
    skip_space();
    constexpr int large = 1 << 20;
    int number = 0;
    const std::size_t start = at_;
    for (; at_ - start < most && is_digit(); ++at_)
      number = std::min(10 * number + (text_[at_] - '0'), large);
    const bool ended = at_ - start == most || at_ < text_.size();
    return at_ > start && ended ? number : -1;
  }

 private:
  bool is_digit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }
  void skip_space() {
    bool comment = false;
    for (; at_ < text_.size(); ++at_) {
      const char character = text_[at_];
      comment = comment ? character != '\n' && character != '\r' : character == '#';
      if (!comment && std::isspace(static_cast<unsigned char>(character)) == 0) return;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

cv::Mat read_digits(std::string_view text, const Header& header) {
  Digits digits(text);
  const std::size_t most = header.is_of_bits() ? 1 : text.size();
  cv::Mat samples(header.height, header.width * header.channels(), CV_16UC1);
  for (int y = 0; y < samples.rows; ++y)
    for (int x = 0; x < samples.cols; ++x) {
      const int number = digits.next(most);
      if (number < 0) return {};
      samples.at<std::uint16_t>(y, x) = std::uint16_t(std::min(number, header.white));
    }
  cv::Mat result;
  samples.convertTo(result, header.depth());
  return result;
}

std::uint8_t bit_of(const char* row, int x) {
  return std::uint8_t(std::uint8_t(row[x / 8]) >> (7 - x % 8) & 1);
}

cv::Mat read_binary(std::string_view bytes, const Header& header) {
  if (bytes.size() / header.row_bytes() < std::size_t(header.height)) return {};
  cv::Mat samples(header.height, header.width * header.channels(), CV_MAKETYPE(header.depth(), 1));
  for (int y = 0; y < samples.rows; ++y) {
    const std::string_view row = bytes.substr(std::size_t(y) * header.row_bytes());
    const ByteReader words(row, ByteOrder::big);
    for (int x = 0; x < samples.cols; ++x)
      if (header.depth() == CV_16U)
        samples.at<std::uint16_t>(y, x) = std::uint16_t(words.u16(2 * std::size_t(x)));
      else
        samples.at<std::uint8_t>(y, x) =
            header.is_of_bits() ? bit_of(row.data(), x) : std::uint8_t(row[std::size_t(x)]);
  }
  return samples;
}

}  // namespace

PictureTags pnm_tags(std::string_view content) {
  const Header header = header_of(content);
  PictureTags tags;
  tags.width = std::uint32_t(header.width);
  tags.height = std::uint32_t(header.height);
  return tags;
}

cv::Mat decode_pnm(std::string_view content) {
  const Header header = header_of(content);
  if (!header.is_readable() || header.bytes > content.size()) return {};
  const std::string_view body = content.substr(header.bytes);
  const cv::Mat samples =
      header.is_of_digits() ? read_digits(body, header) : read_binary(body, header);
  if (samples.empty()) return {};
  cv::Mat result;
  const double scale = white(samples) / header.white;
  samples.convertTo(result, -1, header.is_of_bits() ? -scale : scale,
                    header.is_of_bits() ? white(samples) : 0);  // its 1 is black
  result = result.reshape(header.channels());
  if (header.channels() == 3) cv::cvtColor(result, result, cv::COLOR_RGB2BGR);
  return result;
}

}  // namespace shm

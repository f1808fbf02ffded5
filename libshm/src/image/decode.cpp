// SPDX-License-Identifier: MIT
// Pixels from a picture's file, whatever its format.

#include "image/decode.hpp"

#include <opencv2/imgproc.hpp>
#include <vector>

#include "image/codecs.hpp"
#include "image/color_profile.hpp"
#include "image/decoders.hpp"
#include "image/jpeg.hpp"
#include "image/mat.hpp"
#include "image/matte_channel.hpp"
#include "image/orientation.hpp"
#include "image/picture_tags.hpp"
#include "image/picture_type.hpp"
#include "image/png_chunk.hpp"
#include "image/size_text.hpp"
#include "image/webp_animation.hpp"
#include "image/webp_chunks.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

bool wants_colors(ReadAs as) {
  return as == ReadAs::rgb || as == ReadAs::rgba;
}

Channels channels_for(ReadAs as) {
  return as == ReadAs::rgb ? Channels::color : as == ReadAs::gray ? Channels::gray : Channels::all;
}

/// A BMP of 32 bits has a byte beside each colour, which most programs leave 0.
cv::Mat without_empty_alpha(const cv::Mat& bmp) {
  const cv::Mat alpha = alpha_channel(bmp);
  if (alpha.empty() || cv::countNonZero(alpha) > 0) return bmp;
  cv::Mat colors;
  cv::cvtColor(bmp, colors, cv::COLOR_BGRA2BGR);
  return colors;
}

/// Colours that were multiplied by their alpha, as they were before.
cv::Mat straight(const cv::Mat& bgra) {
  cv::Mat colors;
  cv::Mat alpha;
  cv::cvtColor(bgra, colors, cv::COLOR_BGRA2BGR);
  cv::merge(std::vector<cv::Mat>(3, alpha_channel(bgra)), alpha);
  cv::divide(colors, alpha, colors, white(bgra));
  std::vector<cv::Mat> channels;
  cv::split(colors, channels);
  channels.push_back(alpha_channel(bgra));
  cv::Mat result;
  cv::merge(channels, result);
  return result;
}

cv::Mat gray_of(const cv::Mat& picture) {
  cv::Mat gray = picture;
  if (picture.channels() == 3) cv::cvtColor(picture, gray, cv::COLOR_BGR2GRAY);
  if (picture.channels() == 4) cv::cvtColor(picture, gray, cv::COLOR_BGRA2GRAY);
  return gray;
}

/// What a decoder would make a picture of, though something lacks, is kept from it.
cv::Mat decode_type(const std::string& content, ReadAs as, PictureType type) {
  const Channels channels = channels_for(as);
  switch (type) {
    case PictureType::jpeg:
      return jpeg_is_whole(content) ? codecs().decode(content, type, channels) : cv::Mat();
    case PictureType::png: return codecs().decode(png_of_pixels(content), type, channels);
    case PictureType::webp:
      return webp_is_whole(content) ? codecs().decode(still_webp(content), type, channels)
                                    : cv::Mat();
    case PictureType::pnm: return decode_pnm(content);
    case PictureType::bmp: return without_empty_alpha(decode_bmp(content));
    default: return codecs().decode(content, type, channels);
  }
}

void require_read(const std::string& content, PictureType type) {
  if (content.empty()) throw BadInput("not a whole picture: it is empty; get it again");
  if (type == PictureType::unknown)
    throw BadInput(
        "not a whole picture, JPEG, PNG, WebP, TIFF, BMP, PNM, HEIC or AVIF: convert it, or get it "
        "again");
  if (!is_read(type))
    throw BadInput(std::string(name_of(type)) + " is not read: convert it to PNG or JPEG");
}

void require_readable_size(const PictureTags& tags) {
  if (is_readable_size(tags.width, tags.height)) return;
  throw BadInput("it has more pixels than can be read (" + std::to_string(tags.width) + "x" +
                 std::to_string(tags.height) + " of at most " +
                 size_text(longest_side, longest_side) + "): make it smaller");
}

/// Numbers, where they say something, go before a profile, as PNG has it.
std::string stated_profile(const PictureTags& tags) {
  return tags.colors.said() ? profile_of(tags.colors) : tags.profile;
}

struct Decoded {
  cv::Mat picture;
  std::string profile;
};

Decoded decode_upright(const std::string& content, ReadAs as) {
  const PictureType type = picture_type(content);
  require_read(content, type);
  const PictureTags tags = picture_tags(content);
  if (!tags.unread.empty()) throw BadInput(tags.unread + ": convert it to PNG or JPEG");
  require_readable_size(tags);
  cv::Mat picture = decode_type(content, as, type);
  if (picture.empty())
    throw BadInput("not a whole picture: it is cut short or damaged; get it again");
  if (tags.multiplied && picture.channels() == 4) picture = straight(picture);
  if (as == ReadAs::gray) picture = gray_of(picture);
  return {upright(picture, tags.orientation),
          wants_colors(as) ? stated_profile(tags) : std::string()};
}

Decoded decode_named(const std::string& content, ReadAs as, const std::string& name) {
  try {
    return decode_upright(content, as);
  } catch (const BadInput& error) {
    throw BadInput(name + ": " + error.what());
  }
}

cv::Mat eight_bit(const cv::Mat& picture) {
  if (picture.depth() == CV_8U) return picture;
  cv::Mat result;
  picture.convertTo(result, CV_8U, 255 / white(picture));
  return result;
}

cv::Mat sixteen_bit(const cv::Mat& picture) {
  cv::Mat result;
  picture.convertTo(result, CV_16U, 65535 / white(picture));
  return result;
}

}  // namespace

cv::Mat decode(const std::string& content, ReadAs as, const std::string& name) {
  return decode_named(content, as, name).picture;
}

cv::Mat decode_eight_bits(const std::string& content, ReadAs as, const std::string& name) {
  const auto [decoded, profile] = decode_named(content, as, name);
  const cv::Mat picture = eight_bit(decoded);
  return wants_colors(as) ? to_srgb(picture, profile) : picture;
}

cv::Mat decode_sixteen_bits(const std::string& content, const std::string& name) {
  const auto [decoded, profile] = decode_named(content, ReadAs::rgba, name);
  return to_srgb(sixteen_bit(decoded), profile);
}

}  // namespace shm

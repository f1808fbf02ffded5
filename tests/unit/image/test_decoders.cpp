// SPDX-License-Identifier: MIT
// Ways in which the formats hold their pixels.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "shm/deep_picture.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "tagged_pictures.hpp"

namespace {

using shm::ReadAs;
using Samples = std::vector<int>;

Samples samples(const std::string& file, ReadAs as) {
  const shm::Image picture = shm::decode_picture(file, as, "test");
  Samples result;
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* row = picture.view().row(y);
    result.insert(result.end(), row,
                  row + picture.width() * shm::layout_of(picture.format()).bytes);
  }
  return result;
}

Samples greys(const std::string& file) {
  return samples(file, ReadAs::gray);
}

Samples colors(const std::string& file) {
  return samples(file, ReadAs::rgb);
}

bool is_read(const std::string& file) {
  try {
    shm::decode_picture(file, ReadAs::rgb, "test");
    return true;
  } catch (const shm::BadInput&) {
    return false;
  }
}

/// Chunks go before the pixels; `rows` have each their filter's byte.
std::string png(int width, int height, const std::string& kind, const std::string& rows,
                const std::string& chunks = {}) {
  return "\x89PNG\r\n\x1A\n" +
         png_chunk("IHDR", big32(std::uint32_t(width)) + big32(std::uint32_t(height)) + kind) +
         chunks + png_chunk("IDAT", deflated(rows)) + png_chunk("IEND", "");
}

/// Bits, type, then compression, filter and whether it is interlaced.
std::string png_kind(char bits, char type, char interlaced = 0) {
  return {bits, type, 0, 0, interlaced};
}

constexpr char grey = 0, rgb = 2, indexed = 3, grey_and_alpha = 4;

/// Of a header of 40 bytes, behind which come colours or masks.
std::string bmp(int width, int height, int bits, int method, const std::string& table,
                const std::string& pixels) {
  return "BM" + little32(0) + little32(0) + little32(std::uint32_t(54 + table.size())) +
         little32(40) + little32(std::uint32_t(width)) + little32(std::uint32_t(height)) +
         little16(1) + little16(std::uint32_t(bits)) + little32(std::uint32_t(method)) +
         std::string(12, '\0') + little32(std::uint32_t(bits <= 8 ? table.size() / 4 : 0)) +
         little32(0) + table + pixels;
}

std::string grey_table(int colors) {
  std::string table;
  for (int i = 0; i < colors; ++i)
    table += std::string(3, char(10 * i)) + '\0';
  return table;
}

/// Another value for a tag of a TIFF, of 16 bits or 32.
std::string with_tag(std::string tiff, std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
  const std::size_t place = tiff.rfind(little16(tag) + little16(type) + little32(1));
  return tiff.replace(place + 8, 4, little32(value));
}

cv::Mat row_of(const std::vector<std::uint8_t>& bytes) {
  return cv::Mat(bytes, true).reshape(1, 1);
}

}  // namespace

TEST(Png, GreysOfFewBitsReachFromBlackToWhite) {
  const auto read = [](char bits, const std::string& row) {
    return greys(png(2, 1, png_kind(bits, grey), std::string(1, '\0') + row));
  };
  EXPECT_EQ(read(1, "\x40"), (Samples{0, 255}));
  EXPECT_EQ(read(2, "\x70"), (Samples{85, 255}));
  EXPECT_EQ(read(4, "\x1F"), (Samples{17, 255}));
}

TEST(Png, ColorsOfATableMayBeClear) {
  const std::string table = png_chunk("PLTE", std::string("\1\2\3\4\5\6\7\10\11", 9));
  const std::string rows("\0\x18", 2);
  const std::string opaque = png(3, 1, png_kind(2, indexed), rows, table);
  EXPECT_EQ(colors(opaque), (Samples{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  const std::string clear =
      png(3, 1, png_kind(2, indexed), rows, table + png_chunk("tRNS", std::string("\0\x80", 2)));
  EXPECT_EQ(samples(clear, ReadAs::rgba), (Samples{1, 2, 3, 0, 4, 5, 6, 128, 7, 8, 9, 255}));
  EXPECT_EQ(colors(clear), colors(opaque));
}

TEST(Png, OneColorMayBeClear) {
  const std::string file = png(2, 1, png_kind(8, rgb), std::string("\0\1\2\3\4\5\6", 7),
                               png_chunk("tRNS", std::string("\0\4\0\5\0\6", 6)));
  EXPECT_EQ(samples(file, ReadAs::rgba), (Samples{1, 2, 3, 255, 4, 5, 6, 0}));
}

TEST(Png, GreyMayHaveAlpha) {
  const std::string file =
      png(2, 1, png_kind(8, grey_and_alpha), std::string("\0\x20\x40\x60\x80", 5));
  EXPECT_EQ(samples(file, ReadAs::rgba), (Samples{32, 32, 32, 64, 96, 96, 96, 128}));
  EXPECT_EQ(samples(file, ReadAs::alpha), (Samples{64, 128}));
  EXPECT_EQ(greys(file), (Samples{32, 96}));
}

TEST(Png, InterlacedPixelsAreInTheirPlaces) {
  EXPECT_EQ(greys(png(4, 1, png_kind(8, grey, 1), std::string("\0\1\0\3\0\2\4", 7))),
            (Samples{1, 2, 3, 4}));
}

TEST(Png, PixelsThatLackAreNotMadeUp) {
  EXPECT_TRUE(is_read(png(2, 2, png_kind(8, grey), std::string("\0\1\2\0\3\4", 6))));
  EXPECT_FALSE(is_read(png(2, 2, png_kind(8, grey), std::string("\0\1\2", 3))));
}

TEST(Bmp, ColorsOfATableAreReadAtEveryDepth) {
  EXPECT_EQ(greys(bmp(3, 1, 1, 0, grey_table(2), std::string("\x40\0\0\0", 4))),
            (Samples{0, 10, 0}));
  EXPECT_EQ(greys(bmp(3, 1, 4, 0, grey_table(16), std::string("\x12\x30\0\0", 4))),
            (Samples{10, 20, 30}));
  const std::string table("\1\2\3\0\4\5\6\0", 8);
  EXPECT_EQ(colors(bmp(2, 1, 8, 0, table, std::string("\1\0\0\0", 4))),
            (Samples{6, 5, 4, 3, 2, 1}));
}

TEST(Bmp, RowsGoUpOrDown) {
  const std::string rows("\1\0\0\0\2\0\0\0", 8);
  EXPECT_EQ(greys(bmp(1, 2, 8, 0, grey_table(3), rows)), (Samples{20, 10}));
  EXPECT_EQ(greys(bmp(1, -2, 8, 0, grey_table(3), rows)), (Samples{10, 20}));
}

TEST(Bmp, RunsRepeatCopyAndLeap) {
  const auto read = [](const std::string& code) {
    return greys(bmp(4, 2, 8, 1, grey_table(8), code));
  };
  EXPECT_EQ(read(std::string("\3\1\1\2\0\0\0\4\1\2\3\4\0\1", 14)),
            (Samples{10, 20, 30, 40, 10, 10, 10, 20}));
  EXPECT_EQ(read(std::string("\1\5\0\2\1\1\2\6\0\1", 10)), (Samples{0, 0, 60, 60, 50, 0, 0, 0}));
  const std::string halves("\4\x12\0\0\0\3\x34\x50\1\x60\0\1", 12);
  EXPECT_EQ(greys(bmp(4, 2, 4, 2, grey_table(16), halves)),
            (Samples{30, 40, 50, 60, 10, 20, 10, 20}));
}

TEST(Bmp, RunsThatEndEarlyOrGoTooFarAreDamage) {
  for (const std::string& code :
       {std::string("\4\1\0\0\3\1", 6), std::string("\5\1\0\0\4\1\0\1", 8),
        std::string("\4\1\0\0\0\4\1\2", 8), std::string("\0\2\5\0\0\1", 6), std::string("\0\2", 2),
        std::string()})
    EXPECT_FALSE(is_read(bmp(4, 2, 8, 1, grey_table(8), code))) << code.size();
}

TEST(Bmp, MasksSayWhichBitsAreWhichColorAndAllOfThemAreWhite) {
  const std::string word("\x1F\xF8\0\0", 4);  // blue and red of 5, 6 and 5 bits
  const std::string masks = little32(0xF800) + little32(0x7E0) + little32(0x1F);
  EXPECT_EQ(colors(bmp(1, 1, 16, 3, masks, word)), (Samples{255, 0, 255}));
  EXPECT_EQ(colors(bmp(1, 1, 16, 0, "", word)), (Samples{247, 0, 255}));
  const std::string reversed = little32(0xFF) + little32(0xFF00) + little32(0xFF0000);
  EXPECT_EQ(samples(bmp(1, 1, 32, 3, reversed, "\1\2\3\4"), ReadAs::rgba), (Samples{1, 2, 3, 4}));
  EXPECT_FALSE(is_read(bmp(1, 1, 32, 3, std::string(12, '\0'), "\1\2\3\4")));
}

TEST(Bmp, ShortHeaderOfOs2IsRead) {
  const std::string header = "BM" + little32(0) + little32(0) + little32(26) + little32(12) +
                             little16(1) + little16(1) + little16(1) + little16(24);
  const std::string file = header + std::string("\1\2\3\0", 4);
  EXPECT_EQ(colors(file), (Samples{3, 2, 1}));
  EXPECT_EQ(samples(file, ReadAs::rgba), (Samples{3, 2, 1, 255}));
}

TEST(Pnm, DigitsAndBytesAreTheSamePicture) {
  EXPECT_EQ(greys("P2 # grey\n3 1\n100\n0 50 100\n"),
            greys("P5 3 1 100\n" + std::string("\0\x32\x64", 3)));
  EXPECT_EQ(greys("P2 2 1 1023\n511 1023\n"),
            greys("P5 2 1 1023\n" + std::string("\1\xFF\3\xFF", 4)));
  EXPECT_EQ(colors("P3 1 1 255\n1 # red\n2 3\n"), (Samples{1, 2, 3}));
  EXPECT_EQ(colors("P6 1 1 255\n\1\2\3"), (Samples{1, 2, 3}));
}

TEST(Pnm, OneIsBlackWhereThereAreBits) {
  EXPECT_EQ(greys("P1 3 1\n101\n"), (Samples{0, 255, 0}));
  EXPECT_EQ(greys("P1 3 1\n1 0\n1\n"), (Samples{0, 255, 0}));
  EXPECT_EQ(greys("P4 9 1\n" + std::string("\x80\x80", 2)),
            (Samples{0, 255, 255, 255, 255, 255, 255, 255, 0}));
}

TEST(Pnm, NumbersThatLackAreNotMadeUp) {
  for (const char* file :
       {"P2 2 1 255\n1 2", "P2 2 1 255\n1 \n", "P2 2 1 255\n1 x \n", "P3 1 1 255\n1 2\n",
        "P1 2 1\n1", "P2 0 1 255\n1\n", "P2 1 1 0\n1\n", "P2 1 1 65536\n1\n", "P5 1 1 -3\n1\n"})
    EXPECT_FALSE(is_read(file)) << file;
}

TEST(Tiff, WhiteMayBeZero) {
  const std::string eight = tagged_tiff(row_of({0, 55, 255}), {});
  EXPECT_EQ(greys(with_tag(eight, 262, 3, 0)), (Samples{255, 200, 0}));
  const std::string sixteen = tagged_tiff(cv::Mat(1, 1, CV_16UC1, cv::Scalar(257 * 55)), {});
  EXPECT_EQ(greys(with_tag(sixteen, 262, 3, 0)), (Samples{200}));
}

TEST(Tiff, GreyMayHaveAlpha) {
  const std::string file = tagged_tiff(cv::Mat(1, 1, CV_8UC2, cv::Scalar(100, 128)), {});
  EXPECT_EQ(samples(file, ReadAs::rgba), (Samples{100, 100, 100, 128}));
  EXPECT_EQ(greys(file), (Samples{100}));
  const std::string of_white = with_tag(file, 262, 3, 0);
  EXPECT_EQ(samples(of_white, ReadAs::rgba), (Samples{155, 155, 155, 128}));
  const std::string multiplied = with_tag(file, 338, 3, 1);
  EXPECT_EQ(samples(multiplied, ReadAs::rgba), (Samples{199, 199, 199, 128}));
  const std::string neither = with_tag(file, 338, 3, 0);
  EXPECT_EQ(samples(neither, ReadAs::rgba), (Samples{100, 100, 100, 255}));
  const cv::Mat deep(1, 1, CV_16UC2, cv::Scalar(257 * 100, 257 * 128));
  EXPECT_EQ(samples(tagged_tiff(deep, {}), ReadAs::rgba), (Samples{100, 100, 100, 128}));
}

TEST(Tiff, SamplesOfTwelveBitsAreReadThroughBytes) {
  const std::string bytes = tagged_tiff(row_of({0x12, 0x3A, 0xBC}), {});
  const std::string packed = with_tag(with_tag(bytes, 256, 4, 2), 258, 3, 12);
  const std::vector<std::uint16_t> words = shm::decode_deep_picture(packed, "test").samples;
  EXPECT_EQ(words[0], 0x1230);
  EXPECT_EQ(words[4], 0xABC0);
}

TEST(Tiff, TilesAreJoined) {
  cv::Mat tiles(32, 16, CV_8UC1);  // two of 16 x 16, of which the second has 4 columns
  for (int y = 0; y < tiles.rows; ++y)
    tiles.row(y) = 7 * y;
  std::string file = with_tag(with_tag(tagged_tiff(tiles, {}), 256, 4, 20), 257, 4, 16);
  file.replace(file.rfind(little16(278)), 2, little16(322));  // rows of a strip: width of a tile
  file = with_tag(file, 322, 4, 16);
  file.replace(file.rfind(little16(274) + little16(3)), 12,
               little16(323) + little16(4) + little32(1) + little32(16));
  const std::string places = little32(8) + little32(8 + 256), sizes = little32(256) + little32(256);
  for (const auto& [strips, whole] : {std::pair(273, 324), std::pair(279, 325)}) {
    const std::string entry = little16(std::uint32_t(whole)) + little16(4) + little32(2) +
                              little32(std::uint32_t(file.size()));
    file.replace(file.rfind(little16(std::uint32_t(strips)) + little16(4)), 12, entry);
    file += strips == 273 ? places : sizes;
  }
  const Samples read = greys(file);
  EXPECT_EQ(read[15], 0);
  EXPECT_EQ(read[16], 7 * 16);
  EXPECT_EQ(read[20 + 19], 7 * 17);
}

TEST(Tiff, GreyOfACutOutIsThatOfItsColors) {
  const std::string file = tagged_tiff(cv::Mat(1, 1, CV_8UC4, cv::Scalar(100, 100, 100, 128)), {});
  EXPECT_NEAR(greys(file)[0], 100, 1);
}

TEST(Tiff, CodeThatMakesNoSenseIsDamage) {
  std::string file = encoded(".tif", cv::Mat(64, 64, CV_8UC3, cv::Scalar(1, 2, 3)));  // LZW
  ASSERT_TRUE(is_read(file));
  file.replace(20, 40, std::string(40, '\xFF'));
  EXPECT_FALSE(is_read(file));
}

TEST(Jpeg, InksAreTheColorsThatTheyLeaveOfWhite) {
  const std::string inks = SHM_SOURCE_ROOT "/tests/fuzz/corpus/pictures/jpeg_cmyk";
  const Samples read = colors(shm::read_whole_file(inks));
  const Samples first{47, 58, 93}, last{207, 133, 93};
  ASSERT_EQ(read.size(), 9 * 7 * first.size());
  for (std::size_t c = 0; c < first.size(); ++c) {
    EXPECT_NEAR(read[c], first[c], 1);
    EXPECT_NEAR(read[read.size() - last.size() + c], last[c], 1);
  }
}

TEST(Decoders, SayNothingOfDamage) {
  const cv::Mat picture(20, 30, CV_8UC3, cv::Scalar(10, 20, 30));
  testing::internal::CaptureStderr();
  for (const char* extension : {".jpg", ".png", ".webp", ".tif", ".bmp", ".ppm"}) {
    const std::string whole = encoded(extension, picture);
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 60) {
      std::string damaged = whole;
      damaged[at] = char(damaged[at] ^ 0xFF);
      is_read(damaged);
      is_read(whole.substr(0, at));
    }
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Encoders, WriteWhatIsReadAgain) {
  const std::vector<std::uint8_t> pixels = {1, 2, 3, 4, 250, 6, 7, 8, 9, 10, 11, 12};
  const shm::ImageView view(pixels.data(), 2, 2, 6, shm::PixelFormat::rgb);
  const Samples expected(pixels.begin(), pixels.end());
  EXPECT_EQ(colors(shm::encode_picture(".png", view)), expected);
  EXPECT_EQ(colors(shm::encode_picture(".WEBP", view)), expected);
  EXPECT_EQ(colors(shm::encode_picture(".jpeg", view)).size(), expected.size());
  EXPECT_THROW(shm::encode_picture(".tif", view), shm::WriteError);
  EXPECT_THROW(shm::encode_picture("", view), shm::WriteError);
}

TEST(Encoders, LeaveThePictureAsItIs) {
  const std::vector<std::uint8_t> pixels = {1, 2, 3, 4, 250, 6, 7, 8, 9, 10, 11, 12};
  const Samples before(pixels.begin(), pixels.end());
  const shm::ImageView view(pixels.data(), 2, 2, 6, shm::PixelFormat::bgr);
  for (const char* extension : {".png", ".webp", ".jpg"})
    shm::encode_picture(extension, view);
  EXPECT_EQ(Samples(pixels.begin(), pixels.end()), before);
}

// SPDX-License-Identifier: MIT
// The table of docs/formats.md of videos that are read, held against what shm-matte makes of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include "format_tables.hpp"
#include "matte.hpp"
#include "media.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

/// How ffmpeg is told to make a kind of picture.
struct Codec {
  const char* encoder;
  const char* words;
  const char* matrix = nullptr;  ///< the only one that it can have
  bool limited = false;          ///< whether it can only be of limited range
};

const std::map<std::string, Codec> codecs = {
    {"av1", {"libaom-av1", "-cpu-used 8 -crf 10 -pix_fmt yuv420p"}},
    {"cfhd RGB", {"cfhd", "-pix_fmt gbrap12le"}},
    {"dnxhd", {"dnxhd", "-profile:v dnxhr_hq -pix_fmt yuv422p"}},
    {"dvvideo", {"dvvideo", "-s 720x576 -pix_fmt yuv420p", "smpte170m", true}},
    {"ffv1", {"ffv1", "-pix_fmt yuva420p"}},
    {"ffv1 RGB", {"ffv1", "-pix_fmt bgra"}},
    {"flv1", {"flv", "-q:v 1 -pix_fmt yuv420p"}},
    {"gif RGB", {"gif", ""}},
    {"h263", {"h263", "-s 352x288 -q:v 1 -pix_fmt yuv420p"}},
    {"h264", {"libx264", "-crf 6 -pix_fmt yuv420p"}},
    {"hevc", {"libx265", "-crf 6 -x265-params log-level=none -pix_fmt yuv420p"}},
    {"huffyuv RGB", {"huffyuv", "-pix_fmt bgra"}},
    {"mjpeg", {"mjpeg", "-q:v 1 -pix_fmt yuvj420p", "smpte170m"}},
    {"mpeg1video", {"mpeg1video", "-q:v 1 -pix_fmt yuv420p", "smpte170m", true}},
    {"mpeg2video", {"mpeg2video", "-q:v 1 -pix_fmt yuv420p", nullptr, true}},
    {"mpeg4", {"mpeg4", "-q:v 1 -pix_fmt yuv420p"}},
    {"png RGB", {"png", "-pix_fmt rgba"}},
    {"prores", {"prores_ks", "-profile:v 3 -pix_fmt yuv422p10le", nullptr, true}},
    {"prores 4444", {"prores_ks", "-profile:v 4444 -pix_fmt yuva444p10le", nullptr, true}},
    {"qtrle RGB", {"qtrle", "-pix_fmt argb"}},
    {"rawvideo", {"rawvideo", "-pix_fmt yuv420p"}},
    {"rawvideo RGB", {"rawvideo", "-pix_fmt bgr24"}},
    {"theora", {"libtheora", "-q:v 10 -pix_fmt yuv420p"}},
    {"v210", {"v210", "-pix_fmt yuv422p10le"}},
    {"vp8", {"libvpx", "-b:v 4M -pix_fmt yuv420p"}},
    {"vp8 with alpha", {"libvpx", "-b:v 4M -auto-alt-ref 0 -pix_fmt yuva420p"}},
    {"vp9", {"libvpx-vp9", "-b:v 4M -cpu-used 8 -pix_fmt yuv420p"}},
    {"vp9 with alpha", {"libvpx-vp9", "-b:v 4M -cpu-used 8 -auto-alt-ref 0 -pix_fmt yuva420p"}},
    {"wmv2", {"wmv2", "-q:v 1 -pix_fmt yuv420p"}},
};

bool have_encoder(const std::string& name) {
  return std::system(("ffmpeg -v error -h encoder=" + name + " | grep -q ^Encoder").c_str()) == 0;
}

/// The one that the table speaks of: others may state more colours, or fewer.
bool is_named_ffmpeg() {
  static const bool is = std::system("ffmpeg -version | grep -q '^ffmpeg version 5\\.1'") == 0;
  return is;
}

/// A row of the table, for one of its containers.
struct Row {
  std::string container, picture, alpha, sound, colors, rotation;

  const Codec& codec() const { return codecs.at(picture); }
  bool rgb() const { return picture.ends_with(" RGB"); }
  bool states(const std::string& what) const {
    return colors == "all" || colors.find(what) != std::string::npos;
  }
  std::string matrix() const {
    if (codec().matrix != nullptr) return codec().matrix;
    return states("matrix") ? "bt709" : "smpte170m";  // what small pictures are taken for
  }
  std::string range() const {
    const bool full = picture == "mjpeg" || (states("range") && !codec().limited);
    return full ? "pc" : "tv";
  }
};

std::vector<Row> rows() {
  std::vector<Row> rows;
  for (const Cells& cells : table_rows("| read | picture |")) {
    std::istringstream containers(cells.at(0));
    for (std::string name; containers >> name;)
      rows.push_back(
          {name.substr(1, name.rfind('`') - 1), cells[1], cells[2], cells[3], cells[4], cells[5]});
  }
  return rows;
}

/// Ten frames of a person, a corner in one colour: through all that is asked for, they show the
/// same.
std::string filters(const Row& row) {
  std::string text = "scale=352:288,drawbox=w=32:h=32:color=0xC03040:t=fill";
  if (row.alpha == "kept") text += ",format=rgba,colorchannelmixer=aa=0.5";
  if (row.alpha == "on or off")
    text += ",format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,W/3),255,0)'";
  if (row.rotation == "upright") text += ",transpose=clock";
  if (row.picture == "gif RGB") return text + ",split[a][b];[a]palettegen[p];[b][p]paletteuse";
  if (row.rgb()) return text;
  return text + ",scale=out_color_matrix=" + row.matrix() + ":out_range=" + row.range();
}

std::string tags(const Row& row) {
  const std::string words = " -color_primaries bt709 -color_trc bt709";
  if (row.rgb()) return words;
  const std::string codes =
      row.picture.starts_with("prores")
          ? " -bsf:v prores_metadata=color_primaries=bt709:color_trc=bt709:colorspace=bt709"
          : "";
  return words + " -colorspace " + row.matrix() + " -color_range " + row.range() + codes;
}

std::string sound_words(const Row& row) {
  const std::string rate = row.container == "flv" ? "44100" : "48000";
  return " -map 0:v -map 1 -ac 2 -ar " + rate + " -c:a " + row.sound;
}

fs::path make(const Row& row, const TemporaryFolder& folder) {
  const bool sound = row.sound != "-";
  const fs::path clip = folder / ("a." + row.container);
  const std::string source = "-ss 1 -t 0.4 -i " SHM_SOURCE_ROOT "/examples/webcam_man.mp4 ";
  ffmpeg(source + (sound ? "-f lavfi -i sine=d=0.4" + sound_words(row) : " -an") +
             " -filter_complex " + shell_quoted(filters(row)) + " -c:v " + row.codec().encoder +
             " " + row.codec().words + tags(row) + " -strict -2",
         clip);
  if (row.rotation != "upright") return clip;
  const fs::path turned = folder / ("turned." + row.container);
  ffmpeg("-i " + shell_quoted(clip) + " -c copy -metadata:s:v rotate=90 -strict -2", turned);
  return turned;
}

/// What ffprobe says of the stream with a picture: "width", "color_range", ...
std::map<std::string, std::string> facts_of(const fs::path& video) {
  std::map<std::string, std::string> facts;
  for (const std::string& line :
       lines_of("ffprobe -v error -of default=nw=1 -select_streams v:0 -show_entries "
                "stream=codec_name,width,height,color_primaries,color_transfer,color_space,"
                "color_range " +
                shell_quoted(video)))
    facts.emplace(line.substr(0, line.find('=')), line.substr(line.find('=') + 1));
  return facts;
}

std::string sound_of(const fs::path& video) {
  const Names names = probed(video, "a:0", "codec_name");
  return names.empty() ? "-" : names[0];
}

using Colors = std::map<std::string, std::string>;
constexpr std::array color_kinds = {"primaries", "transfer", "matrix", "range"};

/// Those that are known; of RGB, two of the kinds make sense.
Colors colors_of(const std::map<std::string, std::string>& facts, bool rgb) {
  constexpr std::array entries = {"color_primaries", "color_transfer", "color_space",
                                  "color_range"};
  Colors colors;
  for (std::size_t i = 0; i < (rgb ? 2 : entries.size()); ++i) {
    const std::string value = facts.at(entries.at(i));
    if (value != "unknown") colors[color_kinds.at(i)] = value == "bt470bg" ? "smpte170m" : value;
  }
  return colors;
}

std::string names_of(const Colors& colors, bool rgb) {
  if (colors.size() == (rgb ? 2 : color_kinds.size())) return "all";
  std::string names;
  for (const std::string kind : color_kinds)
    if (colors.count(kind) > 0) names += (names.empty() ? "" : ", ") + kind;
  return names.empty() ? "-" : names;
}

/// The frames of a video, as RGBA.
class Frames {
 public:
  Frames(const fs::path& video, const std::map<std::string, std::string>& facts)
      : width_(std::stoul(facts.at("width"))), height_(std::stoul(facts.at("height"))) {
    const TemporaryFolder folder;
    ffmpeg("-i " + shell_quoted(video) + " -pix_fmt rgba -vsync passthrough -f rawvideo",
           folder / "raw");
    bytes_ = shm::read_whole_file(folder / "raw");
  }

  std::size_t count() const { return bytes_.size() / size(); }

  /// The largest difference between a pixel's channel and a value, of all frames.
  int farthest(double x, double y, std::size_t channel, int value) const {
    const std::size_t row = std::size_t(y * double(height_)),
                      column = std::size_t(x * double(width_));
    int most = 0;
    for (std::size_t i = 4 * (row * width_ + column) + channel; i < bytes_.size(); i += size())
      most = std::max(most, std::abs(static_cast<unsigned char>(bytes_[i]) - value));
    return most;
  }

 private:
  std::size_t size() const { return 4 * width_ * height_; }

  std::size_t width_, height_;
  std::string bytes_;
};

/// The person's alpha, times that of the input.
int expected_alpha(const Row& row) {
  if (row.alpha == "-") return 255;
  return row.alpha == "kept" ? 128 : 0;
}

void expect_pictures(const Row& row, const Frames& frames) {
  EXPECT_EQ(frames.count(), 10U);
  EXPECT_LE(frames.farthest(0.53, 0.75, 3, expected_alpha(row)), 3) << "alpha";
  EXPECT_LE(frames.farthest(0.05, 0.06, 0, 0xC0), 4) << "red";
  EXPECT_LE(frames.farthest(0.05, 0.06, 1, 0x30), 4) << "green";
  EXPECT_LE(frames.farthest(0.05, 0.06, 2, 0x40), 4) << "blue";
}

void expect_as_named(const Row& row, const fs::path& clip, const fs::path& result) {
  const auto read = facts_of(clip), written = facts_of(result);
  EXPECT_EQ(read.at("codec_name"), row.picture.substr(0, row.picture.find(' ')));
  EXPECT_EQ(sound_of(clip), row.sound);
  EXPECT_EQ(sound_of(result), row.sound == "-" ? "-" : "pcm_s16le");
  Colors stated = colors_of(read, row.rgb());
  EXPECT_TRUE(!is_named_ffmpeg() || names_of(stated, row.rgb()) == row.colors)
      << names_of(stated, row.rgb());
  stated["range"] = "tv";
  Colors found = colors_of(written, false);
  for (const auto& [kind, value] : stated)
    EXPECT_EQ(found[kind], value) << kind;
  expect_pictures(row, Frames(result, written));
}

bool lacks_plugin(const Ran& ran) {
  return ran.error.find("GStreamer has no ") != std::string::npos;
}

/// Whether it could be tried.
bool try_row(const Row& row) {
  if (!have_encoder(row.codec().encoder)) return false;
  const TemporaryFolder folder;
  const fs::path clip = make(row, folder);
  if (testing::Test::HasFatalFailure()) return true;
  const Ran ran =
      run("shm-matte", {"-o", folder / "out", clip, "--device", "cpu", "--size", "256"});
  if (lacks_plugin(ran)) return false;
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  if (ran.exit_code == 0)
    expect_as_named(row, clip, folder / ("out/" + clip.stem().string() + ".mov"));
  return true;
}

}  // namespace

TEST(Formats, AreReadAsTheTableSays) {
  if (!have_ffmpeg()) GTEST_SKIP() << no_ffmpeg;
  const std::vector<Row> all = rows();
  EXPECT_GT(all.size(), 50U);
  for (const Row& row : all) {
    SCOPED_TRACE(row.container + " " + row.picture);
    if (!try_row(row)) std::cout << "not tried: " << row.container << " " << row.picture << "\n";
  }
}

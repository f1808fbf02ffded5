#include <algorithm>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/program.hpp"
#include "common/progress.hpp"
#include "shm-matte/gst.hpp"
#include "shm-matte/inputs.hpp"
#include "shm-matte/options.hpp"
#include "shm-matte/picture_matte.hpp"
#include "shm-matte/sheet.hpp"
#include "shm-matte/video_matte.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace {

using namespace shm;
using namespace shm::tools;

std::vector<Item> of_kind(const std::vector<Item>& items, Kind kind) {
  std::vector<Item> result;
  std::copy_if(items.begin(), items.end(), std::back_inserter(result),
               [kind](const Item& item) { return item.kind == kind; });
  return result;
}

/// Each returns whether all was matted: what cannot be used is reported, and the others go on.
bool matte_pictures(const CLI::App& cli, const std::vector<Item>& items, PictureMatte& matte) {
  bool good = true;
  Progress progress("pictures", std::int64_t(items.size()));
  for (const Item& item : items) {
    if (interrupted()) return false;
    try {
      const Image frame = read_picture(item.input, ReadAs::rgb);
      write_picture(item.output, matte.run(frame, item.continues));
    } catch (const BadInput& error) {
      progress.say(cli.get_name() + ": error: " + error.what());
      good = false;
    }
    progress.advance();
  }
  return good;
}

bool matte_videos(const CLI::App& cli, const std::vector<Item>& items, const MatteJob& job) {
  bool good = true;
  for (const Item& item : items) {
    if (interrupted()) return false;
    try {
      matte_video(item.input, item.output, job, [&](const std::string& remark) {
        print_warning(cli, item.input.string() + ": " + remark);
      });
    } catch (const BadInput& error) {
      print_error(cli, item.input.string() + ": " + error.what());
      good = false;
    }
  }
  return good;
}

Outcome matte_all(const CLI::App& cli, const MatteJob& job) {
  job.check();
  const std::vector<Item> items = list_items(job);
  const std::vector<Item> pictures = of_kind(items, Kind::picture);
  const std::vector<Item> videos = of_kind(items, Kind::video);
  if (!videos.empty()) {
    check_container(job);
    load_shmmatting();
  }
  std::filesystem::create_directories(job.out);
  std::optional<PictureMatte> matte;
  if (!pictures.empty() || !job.sheet.empty()) matte.emplace(job);
  bool good = pictures.empty() || matte_pictures(cli, pictures, *matte);
  good = matte_videos(cli, videos, job) && good;
  if (interrupted()) throw Error("interrupted: the rest was not written");
  if (!job.sheet.empty()) write_sheet(job, items, *matte);
  return good ? Outcome::success : Outcome::failed_work;
}

}  // namespace

int main(int argc, char** argv) {
  Program program("shm-matte", "Cuts people out of pictures and videos.");
  MatteJob job;
  add_options(program.cli(), job);
  return program.run(argc, argv, [&] { return matte_all(program.cli(), job); });
}

// SPDX-License-Identifier: MIT
// shm-matte: cuts people out of pictures and videos.
#include <algorithm>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/gst.hpp"
#include "common/program.hpp"
#include "common/report_file.hpp"
#include "shm-matte/gif_parser.hpp"
#include "shm-matte/inputs.hpp"
#include "shm-matte/options.hpp"
#include "shm-matte/picture_matte.hpp"
#include "shm-matte/pictures.hpp"
#include "shm-matte/results.hpp"
#include "shm-matte/sheet.hpp"
#include "shm-matte/video_matte.hpp"
#include "shm/advice.hpp"
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

/// As matte_pictures().
bool matte_videos(const CLI::App& cli, const std::vector<Item>& items, const MatteJob& job) {
  bool good = true;
  for (const Item& item : items) {
    if (interrupted()) return false;
    try {
      matte_video(item.input, item.output, job, [&](const std::string& remark) {
        print_warning(cli, item.input.string() + ": " + remark);
      });
    } catch (const Error& error) {
      if (interrupted()) throw;
      print_error(cli, item.input.string() + ": " + error.what());
      good = false;
    }
  }
  return good;
}

/// What was not taken, and why; whether that is a failure.
bool report(const CLI::App& cli, const MatteJob& job, const Inputs& inputs,
            const Pending& pending) {
  for (const auto* faults : {&inputs.faults, &pending.faults})
    for (const std::string& fault : *faults)
      print_error(cli, fault);
  if (pending.done > 0)
    print_note(cli, std::to_string(pending.done) +
                        " skipped: they were done before, whatever the options were then "
                        "(--overwrite makes them anew)");
  if (!inputs.left_out.empty())
    print_note(cli, std::to_string(inputs.left_out.size()) +
                        " left out of the folders: no pictures" +
                        (job.verbose ? "" : " (--verbose names them)"));
  if (job.verbose)
    for (const std::filesystem::path& file : inputs.left_out)
      print_note(cli, "left out: " + file.string());
  return inputs.faults.empty() && pending.faults.empty();
}

void advise(const CLI::App& cli, const MatteJob& job, const PictureMatte& matte) {
  for (const Advice& advice : advice_on(job.matte, matte.info().model))
    print_warning(cli, advice.fault + "; " + advice.consequence);
}

/// One that cannot be read is told once, before any work.
void check_background(const Look& look) {
  if (look.background == Background::image) read_picture(look.background_image, ReadAs::rgba);
}

/// The folder for the results, in order.
void prepare_out(const MatteJob& job, const std::vector<Item>& items) {
  if (to_stdout(job)) return;
  make_report_folder(job.out);
  remove_leftovers_of(items, job);
}

Outcome matte_all(const CLI::App& cli, const MatteJob& job) {
  job.check();
  const Inputs inputs = list_inputs(job);
  check_sheet(job, inputs.items);
  check_background(job.look);
  if (!of_kind(inputs.items, Kind::video).empty()) {
    check_container(job);
    load_shmmatting();
    register_gif_parser();
  }
  const Pending pending = pending_items(inputs.items, job);
  const std::vector<Item> pictures = of_kind(pending.items, Kind::picture);
  const std::vector<Item> videos = of_kind(pending.items, Kind::video);
  prepare_out(job, inputs.items);
  bool good = report(cli, job, inputs, pending);
  std::optional<PictureMatte> matte;
  if (!pictures.empty() || !job.sheet.empty()) matte.emplace(job);
  if (!pictures.empty()) advise(cli, job, *matte);
  if (!pictures.empty()) good = matte_pictures(cli, pictures, job, *matte) && good;
  good = matte_videos(cli, videos, job) && good;
  if (interrupted()) throw Error("interrupted: the rest was not written");
  if (!job.sheet.empty()) write_sheet(job, inputs.items, *matte);
  return good ? Outcome::success : Outcome::failed_work;
}

}  // namespace

int main(int argc, char** argv) {
  Program program("shm-matte", "Cuts people out of pictures and videos.");
  MatteJob job;
  add_options(program.cli(), job);
  program.set_rare({"Alpha", "Special"});
  program.add_example("shm-matte -o out photo.jpg holiday/",
                      "out/photo.png, and one PNG for each picture in holiday/");
  program.add_example("shm-matte -o out interview.mp4",
                      "out/interview.mov, ProRes 4444 with alpha");
  program.add_example("shm-matte -o out --background blur --container mp4 interview.mp4",
                      "out/interview.mp4, the person before the blurred room");
  program.add_example("shm-matte -o out --resume holiday/", "what has no whole result yet");
  return program.run(argc, argv, [&] { return matte_all(program.cli(), job); });
}

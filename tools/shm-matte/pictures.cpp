// SPDX-License-Identifier: MIT
// Mattes a job's pictures.

#include "shm-matte/pictures.hpp"

#include <algorithm>
#include <iostream>

#include "common/program.hpp"
#include "common/progress.hpp"
#include "shm-matte/read_input.hpp"
#include "shm/deep_picture.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

void write_to_stdout(const std::string& content) {
  std::cout << content << std::flush;
  if (!std::cout) throw WriteError("cannot write to standard output");
}

/// The result's file.
std::string matted(const std::string& content, const Item& item, const MatteJob& job,
                   PictureMatte& matte) {
  const std::string name = item.input.string();
  const Image picture = decode_picture(content, ReadAs::rgba, name);
  const std::string png = job.bits == 16
                              ? encode_deep_png(matte.run_deep(
                                    picture, decode_deep_picture(content, name), item.continues))
                              : encode_picture(".png", matte.run(picture, item.continues));
  return job.keep_exif ? with_exif(png, picture_exif(content)) : png;
}

void look_at(const Item& item, PictureMatte& matte) {
  matte.run(read_picture(item.input, ReadAs::rgba), item.continues);
}

/// Returns a remark, or nothing.
std::string matte_picture(const Item& item, const MatteJob& job, PictureMatte& matte) {
  const std::string name = item.input.string();
  const std::string content = read_input(item.input);
  const std::string png = matted(content, item, job, matte);
  if (to_stdout(job))
    write_to_stdout(png);
  else
    write_whole_file(item.output, png, Outlives::process);
  return holds_more_pictures(content) ? name + ": it holds several pictures, the first was taken"
                                      : std::string();
}

/// Errors of what works on pixels know no name.
std::string named(const std::string& error, const Item& item) {
  const std::string name = item.input.string();
  return error.find(name) == std::string::npos ? name + ": " + error : error;
}

}  // namespace

bool matte_pictures(const CLI::App& cli, const std::vector<Item>& items, const MatteJob& job,
                    PictureMatte& matte) {
  bool good = true;
  Progress progress("pictures", std::ranges::count(items, false, &Item::run_up));
  for (const Item& item : items) {
    if (interrupted()) return false;
    try {
      if (item.run_up) {
        look_at(item, matte);
        continue;
      }
      const std::string remark = matte_picture(item, job, matte);
      if (!remark.empty()) progress.say(warning_line(cli, remark));
      progress.advance();
    } catch (const DeviceError&) {
      throw;  // which the next picture would meet as well
    } catch (const std::exception& error) {
      if (interrupted()) throw;
      progress.say(error_line(cli, named(error.what(), item)));
      progress.fail();
      good = false;
    }
  }
  return good;
}

}  // namespace shm::tools

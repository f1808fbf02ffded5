// SPDX-License-Identifier: MIT
// Mattes a job's pictures.

#include "shm-matte/pictures.hpp"

#include <algorithm>
#include <iostream>

#include "common/program.hpp"
#include "common/progress.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

void write_to_stdout(const Image& image) {
  std::cout << encode_picture(".png", image) << std::flush;
  if (!std::cout) throw WriteError("cannot write to standard output");
}

void look_at(const Item& item, PictureMatte& matte) {
  matte.run(read_picture(item.input, ReadAs::rgba), item.continues);
}

/// Returns a remark, or nothing.
std::string matte_picture(const Item& item, const MatteJob& job, PictureMatte& matte) {
  const std::string name = item.input.string();
  const std::string content = read_whole_file(item.input);
  const Image result = matte.run(decode_picture(content, ReadAs::rgba, name), item.continues);
  if (to_stdout(job))
    write_to_stdout(result);
  else
    write_picture(item.output, result);
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
    } catch (const DeviceError&) {
      throw;  // which the next picture would meet as well
    } catch (const std::exception& error) {
      progress.say(error_line(cli, named(error.what(), item)));
      good = false;
    }
  }
  return good;
}

}  // namespace shm::tools
      progress.advance();
      progress.fail();

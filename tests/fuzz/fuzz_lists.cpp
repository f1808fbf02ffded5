// SPDX-License-Identifier: MIT
// Bytes of any kind as a list of pictures, and as the names in the folder that it is about: lines
// up to the first that is empty are names, what follows is the list.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "data/name_clashes.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/list_file.hpp"
#include "temporary_folder.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 16;

/// Names that no folder takes are left out.
void make_files(const fs::path& folder, const std::string& names) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < most_files && begin < names.size(); ++i) {
    const std::size_t end = std::min(names.find('\n', begin), names.size());
    const std::string name = names.substr(begin, end - begin);
    if (name.find('/') == std::string::npos && name != "." && name != "..")
      std::ofstream(folder / name);
    begin = end + 1;
  }
}

/// Each line is a name or a fault, and no name stands twice.
void check(const NameList& list, const std::string& text) {
  if (list.names.size() + list.faults.size() > std::size_t(std::ranges::count(text, '\n')) + 1)
    std::abort();
  std::vector<std::string> names = list.names;
  std::ranges::sort(names);
  if (std::ranges::adjacent_find(names) != names.end()) std::abort();
}

void read(const std::string& input) {
  static const TemporaryFolder all;
  const fs::path folder = all / "pictures", file = all / "list.txt";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const std::size_t gap = std::min(input.find("\n\n"), input.size());
  const std::string text = input.substr(std::min(gap + 2, input.size()));
  make_files(folder, input.substr(0, gap));
  std::ofstream(file) << text;
  try {
    check(read_list(file), text);
    check(read_list(file, folder), text);
    std::vector<std::string> names = picture_names(folder);
    take_name_clashes(names);
  } catch (const BadInput&) {
    return;
  }
}

}  // namespace
}  // namespace shm

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  shm::read({reinterpret_cast<const char*>(data), size});
  return 0;
}

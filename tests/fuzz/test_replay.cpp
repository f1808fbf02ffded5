// SPDX-License-Identifier: MIT
// What libFuzzer does, small and the same every time: for builds without it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr int random_edits = SHM_EDITS;

std::map<std::string, std::string> seeds() {
  std::map<std::string, std::string> seeds;
  for (const auto& entry : fs::directory_iterator(SHM_CORPUS)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    seeds[entry.path().filename().string()].assign(std::istreambuf_iterator<char>(stream), {});
  }
  return seeds;
}

/// A copy of just the input's size, so that AddressSanitizer sees a read past its end.
void feed(const std::string& input, const std::string& what) {
  const std::vector<std::uint8_t> exact(input.begin(), input.end());
  try {
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
  } catch (const std::exception& error) {
    ADD_FAILURE() << what << ": " << error.what();
  }
}

/// Pieces that make a text go wrong in ways that random bytes seldom find.
const std::string& piece(std::mt19937& random) {
  static const std::vector<std::string> pieces = {"0",
                                                  "-1",
                                                  "1e9",
                                                  "18446744073709551615",
                                                  "9223372036854775807",
                                                  "2147483648",
                                                  "\"",
                                                  "{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ",",
                                                  ":",
                                                  "null",
                                                  "\\u0000",
                                                  std::string(1, '\0'),
                                                  std::string(8, '\xff'),
                                                  " "};
  return pieces[random() % pieces.size()];
}

/// Cuts something out, doubles it, changes a byte, or puts a piece in or over.
void edit(std::string& input, std::mt19937& random) {
  const std::size_t at = random() % (input.size() + 1);
  const std::size_t length = std::min<std::size_t>(random() % 16, input.size() - at);
  switch (random() % 5) {
    case 0: input.erase(at, length); break;
    case 1: input.insert(at, input.substr(at, length)); break;
    case 2: input.replace(at, length, std::string(length, char(random()))); break;
    case 3: input.insert(at, piece(random)); break;
    default: input.replace(at, length, piece(random)); break;
  }
}

}  // namespace

TEST(FuzzReplay, EverySeedIsTaken) {
  EXPECT_FALSE(seeds().empty());
  for (const auto& [name, seed] : seeds())
    feed(seed, name);
}

TEST(FuzzReplay, EverySeedIsTakenWhereverItEnds) {
  for (const auto& [name, seed] : seeds())
    for (std::size_t size = 0; size < seed.size(); ++size)
      feed(seed.substr(0, size), name + " cut to " + std::to_string(size));
}

TEST(FuzzReplay, EverySeedIsTakenWithAnyByteChanged) {
  for (const auto& [name, seed] : seeds())
    for (std::size_t at = 0; at < seed.size(); ++at)
      for (const int value : {0x00, 0xff, 0x7f, int('9'), int('"'), seed[at] ^ 1, seed[at] ^ 128}) {
        std::string changed = seed;
        changed[at] = char(value);
        feed(changed, name + " with another byte " + std::to_string(at));
      }
}

TEST(FuzzReplay, EverySeedIsTakenAfterEdits) {
  std::mt19937 random(1);
  for (const auto& [name, seed] : seeds())
    for (int count = 0; count < random_edits; ++count) {
      std::string edited = seed;
      for (unsigned edits = 1 + random() % 4; edits > 0; --edits)
        edit(edited, random);
      feed(edited, name + " after random edits " + std::to_string(count));
    }
}

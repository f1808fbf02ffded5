#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "temporary_folder.hpp"

namespace shm {
namespace {

/// What the dynamic linker did in a command and its children.
std::string linked_by(const std::string& command) {
  const TemporaryFolder folder;
  const std::string environment =
      "GST_REGISTRY=" + (folder / "registry").string() +
      " GST_PLUGIN_SYSTEM_PATH= LD_DEBUG=files LD_DEBUG_OUTPUT=" + (folder / "ld").string();
  const std::string line = environment + " " + command + " > " + (folder / "out").string();
  EXPECT_EQ(std::system(line.c_str()), 0) << line;  // NOLINT(cert-env33-c)
  std::string log;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream file(entry.path());
    if (entry.path().filename().string().rfind("ld.", 0) != 0) continue;
    log += std::string(std::istreambuf_iterator<char>(file), {});
  }
  return log;
}

TEST(Scan, MapsNeitherTheLibraryNorLibTorchNorOpenCv) {
  if (std::system("command -v gst-inspect-1.0 > /dev/null") != 0) GTEST_SKIP() << "no gst-inspect";
  const std::string log = linked_by("gst-inspect-1.0 shmmatting");
  EXPECT_NE(log.find("libgstshmmatting.so"), std::string::npos) << "the log is that of the scan";
  for (const char* library : {"libshmmatting", "libtorch", "libc10", "libopencv", "libcuda"}) {
    EXPECT_EQ(log.find(library), std::string::npos) << library;
  }
}

}  // namespace
}  // namespace shm

// SPDX-License-Identifier: MIT
/// The element in the hands of GStreamer's own programs.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "temporary_folder.hpp"

namespace shm {
namespace {

/// GStreamer's programs lack the sanitizer's runtime, and so cannot load a sanitized plugin.
#ifdef __SANITIZE_ADDRESS__
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

bool can_run(const std::string& program) {
  return !sanitized && std::system(("command -v " + program + " > /dev/null").c_str()) == 0;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// What the dynamic linker did in a command and its children.
std::string linked_by(const std::string& command, const std::string& variables) {
  const TemporaryFolder folder;
  const std::string environment =
      variables + " LD_DEBUG=files LD_DEBUG_OUTPUT=" + (folder / "ld").string();
  const std::string line = environment + " " + command + " > " + (folder / "out").string();
  EXPECT_EQ(std::system(line.c_str()), 0) << line;  // NOLINT(cert-env33-c)
  std::string log;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().filename().string().rfind("ld.", 0) == 0) log += read_file(entry.path());
  }
  return log;
}

TEST(Scan, MapsNeitherTheLibraryNorLibTorchNorOpenCv) {
  if (!can_run("gst-inspect-1.0")) GTEST_SKIP() << "no gst-inspect-1.0 that could load the plugin";
  const TemporaryFolder folder;
  const std::string log =
      linked_by("gst-inspect-1.0 shmmatting",
                "GST_PLUGIN_SYSTEM_PATH= GST_REGISTRY=" + (folder / "registry").string());
  EXPECT_NE(log.find("libgstshmmatting.so"), std::string::npos) << "the log is that of the scan";
  for (const char* library : {"libshmmatting", "libtorch", "libc10", "libopencv", "libcuda"}) {
    EXPECT_EQ(log.find(library), std::string::npos) << library;
  }
}

/// What gst-inspect-1.0 says, with critical warnings as its end.
std::string inspected() {
  const TemporaryFolder folder;
  const std::string command =
      "GST_REGISTRY=" + (folder / "registry").string() +
      " GST_PLUGIN_SYSTEM_PATH= G_DEBUG=fatal_criticals gst-inspect-1.0 shmmatting > " +
      (folder / "out").string() + " 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
  return read_file(folder / "out");
}

TEST(Inspect, TellsOfTheElementWithoutACriticalWarning) {
  if (!can_run("gst-inspect-1.0")) GTEST_SKIP() << "no gst-inspect-1.0 that could load the plugin";
  const std::string told = inspected();
  EXPECT_NE(told.find("background-color"), std::string::npos) << told;
  EXPECT_EQ(told.find("CRITICAL"), std::string::npos) << told;
}

/// They map twenty libraries, of which a stream has no use.
TEST(Launch, MapsCodecsOfPicturesOnlyForABackgroundPicture) {
  if (!can_run("gst-launch-1.0")) GTEST_SKIP() << "no gst-launch-1.0 that could load the plugin";
  const auto log_of = [](const std::string& properties) {
    return linked_by("gst-launch-1.0 videotestsrc num-buffers=1 ! shmmatting output=composite " +
                         properties + " ! fakesink",
                     "");
  };
  const std::string picture =
      "background=image background-image=" SHM_SOURCE_ROOT "/examples/background.jpg";
  EXPECT_EQ(log_of("background=blur").find("libshmmatting-codecs"), std::string::npos);
  EXPECT_NE(log_of(picture).find("libshmmatting-codecs"), std::string::npos);
}

TEST(Inspect, NamesTheProjectsPageAsOrigin) {
  if (!can_run("gst-inspect-1.0")) GTEST_SKIP() << "no gst-inspect-1.0 that could load the plugin";
  const std::string told = inspected();
  EXPECT_NE(told.find("Origin URL"), std::string::npos) << told;
  EXPECT_EQ(told.find("Unknown package origin"), std::string::npos) << told;
}

/// What GStreamer logs of three frames.
std::string log_of_frames(const std::string& variables, const std::string& properties = "") {
  const TemporaryFolder folder;
  const std::string command = variables +
                              " GST_DEBUG_NO_COLOR=1 GST_DEBUG_FILE=" + (folder / "log").string() +
                              " gst-launch-1.0 -q videotestsrc num-buffers=3 ! shmmatting " +
                              properties + " ! fakesink sync=true";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;  // NOLINT(cert-env33-c)
  return read_file(folder / "log");
}

TEST(Launch, LogsTheTimeOfEachStageInACategoryOfItsOwn) {
  if (!can_run("gst-launch-1.0")) GTEST_SKIP() << "no gst-launch-1.0 that could load the plugin";
  const std::string log = log_of_frames("GST_DEBUG='shmmatting-*:6'");
  for (const std::string stage :
       {"convert", "preprocess", "network", "postprocess", "compose", "total"})
    EXPECT_NE(log.find(" shmmatting-" + stage + " "), std::string::npos) << stage << '\n' << log;
  EXPECT_EQ(log_of_frames("GST_DEBUG=shmmatting-network:6").find("-compose "), std::string::npos);
}

TEST(Launch, LogsWhatFailsInTheElementsCategory) {
  if (!can_run("gst-launch-1.0")) GTEST_SKIP() << "no gst-launch-1.0 that could load the plugin";
  const std::string log =
      log_of_frames("GST_DEBUG=shmmatting:5", "background=image background-image=/no/picture");
  EXPECT_NE(log.find("no such file: /no/picture"), std::string::npos) << log;
}

TEST(Launch, ItsLatencyIsSeenByGStreamersTracer) {
  if (!can_run("gst-launch-1.0")) GTEST_SKIP() << "no gst-launch-1.0 that could load the plugin";
  const std::string log =
      log_of_frames("GST_TRACERS='latency(flags=element)' GST_DEBUG=GST_TRACER:7", "name=me");
  EXPECT_NE(log.find("element=(string)me,"), std::string::npos) << log;
}

TEST(Launch, EndsWithOneErrorWhereTheModelIsMissing) {
  if (!can_run("gst-launch-1.0")) GTEST_SKIP() << "no gst-launch-1.0 that could load the plugin";
  const TemporaryFolder folder;
  const std::string command =
      "gst-launch-1.0 videotestsrc num-buffers=1 ! shmmatting model=/no/such.safetensors ! "
      "fakesink "
      "> " +
      (folder / "out").string() + " 2>&1";
  EXPECT_NE(std::system(command.c_str()), 0);
  const std::string output = read_file(folder / "out");
  EXPECT_NE(output.find("/no/such.safetensors"), std::string::npos) << output;
  const auto error = output.find("ERROR: from element");
  EXPECT_NE(error, std::string::npos) << output;
  EXPECT_EQ(output.find("ERROR: from element", error + 1), std::string::npos) << output;
}

}  // namespace
}  // namespace shm

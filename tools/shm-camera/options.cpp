// SPDX-License-Identifier: MIT
// What shm-camera is asked to do, and its flags.
#include "shm-camera/options.hpp"

#include <CLI/CLI.hpp>

#include "common/option_flags.hpp"
#include "shm/error.hpp"

namespace shm::camera {
namespace {

constexpr Option width{&FrameFormat::width,
                       {.name = "width",
                        .blurb = "Of the frames that are offered; even",
                        .unit = "pixels",
                        .least = 64,
                        .most = 4096}};
constexpr Option height{
    &FrameFormat::height,
    {.name = "height", .blurb = "The same", .unit = "pixels", .least = 64, .most = 4096}};
constexpr Option rate{
    &FrameFormat::rate,
    {.name = "rate", .blurb = "Frames a second, at most", .least = 1, .most = 120}};
constexpr Option port{
    &CameraJob::port,
    {.name = "port",
     .blurb = "Of the control page, on 127.0.0.1; 0: any that is free, as where the "
              "usual one is taken",
     .least = 0,
     .most = 65535}};

}  // namespace

void add_options(CLI::App& cli, CameraJob& job) {
  cli.add_option_function<std::string>(
         "--camera",
         [&job](const std::string& text) {
           job.setup.camera = text;
           job.camera_given = true;
         },
         "auto: the one chosen on the page, else the first; /dev/videoN, a video file, test, or "
         "elements as gst-launch-1.0 takes them")
      ->default_str(job.setup.camera);
  cli.add_option("--output", job.setup.output,
                 "auto, pipewire, /dev/videoN (of v4l2loopback), or none: the page alone");
  cli.add_option("--name", job.setup.name, "Of the virtual camera, as programs list it");
  tools::add_flag(cli, width, job.setup.format);
  tools::add_flag(cli, height, job.setup.format);
  tools::add_flag(cli, rate, job.setup.format);
  cli.add_option(
         "--set", job.set,
         "A property of the element for this run, such as blur-strength=0.8; again for more")
      ->type_name("NAME=VALUE");
  tools::add_flag(cli, port, job)->each([&job](const std::string&) { job.port_given = true; });
  cli.add_flag("!--no-page", job.page, "Without the control page");
  cli.add_option("--settings", job.settings, "File that keeps what is chosen on the page")
      ->type_name("FILE");
  cli.add_option("--backgrounds", job.backgrounds, "Folder of pictures to stand behind you")
      ->type_name("FOLDER");
}

void CameraJob::check() const {
  if (setup.format.width % 2 != 0) throw InvalidOption("width: it has to be even");
  for (const std::string& text : set)
    if (text.find('=') == std::string::npos)
      throw InvalidOption("set: " + text + " is not of the form NAME=VALUE");
}

}  // namespace shm::camera

// SPDX-License-Identifier: MIT
// shm-camera: a camera for every call, without the room.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "common/gst.hpp"
#include "common/program.hpp"
#include "shm-camera/api.hpp"
#include "shm-camera/camera.hpp"
#include "shm-camera/keeper.hpp"
#include "shm-camera/main_loop.hpp"
#include "shm-camera/matte.hpp"
#include "shm-camera/options.hpp"
#include "shm-camera/pictures.hpp"
#include "shm-camera/server.hpp"
#include "shm-camera/settings.hpp"
#include "shm-camera/systemd.hpp"
#include "shm/error.hpp"

namespace {

using namespace shm;
using namespace shm::camera;

/// Sets what was kept. What the element does not know any more is left out.
void recall(const Choices& choices, const CameraJob& job, Matte& matte, const Camera::Say& say) {
  for (const auto& [name, text] : choices.properties) {
    try {
      matte.set_text(name, text);
    } catch (const InvalidOption& error) {
      say(job.settings.string() + ": left out: " + error.what());
    }
  }
}

/// What the command line says goes before.
void set_given(const CameraJob& job, Matte& matte) {
  for (const std::string& text : job.set) {
    const std::size_t sign = text.find('=');
    matte.set_text(text.substr(0, sign), text.substr(sign + 1));
  }
}

/// The control page, where one is wanted.
std::unique_ptr<Server> serve(const CameraJob& job, const Api& api, const Camera::Say& say) {
  if (!job.page) return nullptr;
  auto server = std::make_unique<Server>(
      Port{unsigned(job.port), !job.port_given}, random_token(),
      [&api](const Request& request, const Reply& reply) { api.handle(request, reply); },
      Api::terms);
  if (!job.port_given && server->port() != unsigned(job.port))
    say("another program has port " + std::to_string(job.port) + ": the control page is at port " +
        std::to_string(server->port()));
  std::printf("%s\n", server->page().c_str());
  std::fflush(stdout);
  return server;
}

/// The address comes first: what is long is cut at its end.
std::string status_line(const Camera& camera, const Server* server) {
  return (server == nullptr ? "" : server->page() + " ") + text_of(camera.status());
}

tools::Outcome offer_camera(const CLI::App& cli, CameraJob& job) {
  job.check();
  tools::load_shmmatting();
  std::function<void()> tell_status = [] {};
  const auto say = [&](const std::string& text) {
    tools::print_note(cli, text);
    tell_status();
  };
  const Choices kept = load_choices(job.settings, say);
  Matte matte;
  recall(kept, job, matte, say);
  set_given(job, matte);
  if (!job.camera_given) job.setup.camera = kept.camera;
  const Pictures pictures(job.backgrounds);
  Camera camera(job.setup, matte, say);
  Keeper keeper({job.settings, kept}, camera, matte, say);
  const Api api(camera, matte, pictures, [&keeper] { keeper.note(); });
  const auto server = serve(job, api, say);
  tell_status = [&] { tell_systemd(status_line(camera, server.get())); };
  tell_status();
  run_until_interrupted();
  tell_status = [] {};  // the camera goes now
  return tools::Outcome::success;
}

}  // namespace

int main(int argc, char** argv) {
  tools::Program program("shm-camera",
                         "Offers your camera to every program, with another background.");
  CameraJob job;
  job.settings = settings_file();
  job.backgrounds = pictures_folder();
  add_options(program.cli(), job);
  program.add_example("shm-camera", "a virtual camera, and the address of its control page");
  program.add_example("shm-camera --output /dev/video10 --set background=blur",
                      "by v4l2loopback, before your blurred room");
  return program.run(argc, argv, [&] { return offer_camera(program.cli(), job); });
}

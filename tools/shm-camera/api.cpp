// SPDX-License-Identifier: MIT
// What the page and programs can ask for.
#include "shm-camera/api.hpp"

#include <gio/gio.h>

#include <algorithm>
#include <array>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

#include "shm-camera/bytes.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm::camera {
namespace {

using nlohmann::json;

constexpr const char* picture_property = "background-image";
constexpr std::size_t most_json = std::size_t(64) << 10U;

Response json_response(const json& content, unsigned status = 200) {
  return {status, "application/json",
          content.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"};
}

/// Throws BadInput.
json parse(const std::string& body) {
  json content = json::parse(body, nullptr, false);
  if (content.is_discarded()) throw BadInput("the request is no JSON");
  return content;
}

/// A text of an object. Throws BadInput.
std::string text_in(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_string())
    throw BadInput(R"(a text is wanted: {")" + std::string(name) + R"(": "..."})");
  return found->get<std::string>();
}

std::string query_in(const Request& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? "" : found->second;
}

/// Throws BadInput where there is none.
std::string picture_in(const Request& request) {
  std::string name = query_in(request, "name");
  if (name.empty()) throw BadInput("a picture's name is wanted: ?name=NAME");
  return name;
}

const char* picture_type(const std::filesystem::path& file) {
  const std::string extension = file.extension();
  if (extension == ".png") return "image/png";
  if (extension == ".webp") return "image/webp";
  return "image/jpeg";
}

/// A file of the page, which is compiled in.
struct PageFile {
  const char* path;
  const char* name;
  const char* type;
};
constexpr std::array<PageFile, 4> page_files = {{
    {"/", "page.html", "text/html; charset=utf-8"},
    {"/page.css", "page.css", "text/css; charset=utf-8"},
    {"/page.js", "page.js", "text/javascript; charset=utf-8"},
    {"/icon.svg", "icon.svg", "image/svg+xml"},
}};

Response resource(const PageFile& file) {
  const std::string place = std::string("/shm-camera/") + file.name;
  const BytesPtr bytes(
      g_resources_lookup_data(place.c_str(), G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr));
  return {200, file.type, text_of(bytes)};
}

}  // namespace

Api::Api(Camera& camera, Matte& matte, const Pictures& pictures, std::function<void()> changed)
    : camera_(camera), matte_(matte), pictures_(pictures), changed_(std::move(changed)) {
  add_page();
  add_camera_routes();
  add_matte_routes();
  add_picture_routes();
}

Terms Api::terms(const std::string& path) {
  const auto is_it = [&](const PageFile& file) { return path == file.path; };
  if (std::ranges::any_of(page_files, is_it)) return {.with_token = false};
  return {.most_bytes = path == "/api/pictures" ? Pictures::most_bytes : most_json};
}

void Api::handle(const Request& request, const Reply& reply) const {
  if (request.method + request.path == "GET/api/frame") return answer_frame(request, reply);
  try {
    reply(answer(request));
  } catch (const NotFound& error) {
    reply(refusal(404, error.what()));
  } catch (const InvalidOption& error) {
    reply(refusal(400, error.what()));
  } catch (const BadInput& error) {
    reply(refusal(400, error.what()));
  } catch (const std::exception& error) {
    reply(refusal(500, error.what()));
  }
}

Response Api::answer(const Request& request) const {
  const auto route = routes_.find(request.method + " " + request.path);
  if (route == routes_.end()) throw NotFound(request.method + " " + request.path + ": no such");
  return route->second(request);
}

void Api::add_page() {
  for (const PageFile& file : page_files)
    routes_[std::string("GET ") + file.path] = [file](const Request&) { return resource(file); };
}

void Api::add_camera_routes() {
  routes_["GET /api/state"] = [this](const Request&) { return json_response(state()); };
  routes_["PUT /api/camera"] = [this](const Request& request) {
    choose(text_in(parse(request.body), "camera"));
    return json_response(state());
  };
}

void Api::add_matte_routes() {
  routes_["GET /api/properties"] = [this](const Request&) { return json_response(properties()); };
  routes_["PUT /api/properties"] = [this](const Request& request) {
    set_properties(parse(request.body));
    return json_response(properties());
  };
  routes_["GET /api/presets"] = [this](const Request&) { return json_response(matte_.presets()); };
  routes_["PUT /api/preset"] = [this](const Request& request) {
    matte_.load_preset(text_in(parse(request.body), "name"));
    changed_();
    return json_response(properties());
  };
}

void Api::add_picture_routes() {
  routes_["GET /api/pictures"] = [this](const Request&) {
    return json_response(pictures_.names());
  };
  routes_["POST /api/pictures"] = [this](const Request& request) {
    return json_response({{"name", pictures_.add(query_in(request, "name"), request.body)}}, 201);
  };
  routes_["DELETE /api/pictures"] = [this](const Request& request) {
    pictures_.remove(picture_in(request));
    return json_response(pictures_.names());
  };
  routes_["GET /api/picture"] = [this](const Request& request) {
    const std::filesystem::path file = pictures_.file(picture_in(request));
    return Response{200, picture_type(file), read_whole_file(file)};
  };
}

void Api::answer_frame(const Request& request, const Reply& reply) const {
  const std::string after = query_in(request, "after");
  camera_.preview().ask(g_ascii_strtoull(after.c_str(), nullptr, 10),
                        [reply](const std::string& jpeg, std::uint64_t number) {
                          if (jpeg.empty()) return reply({204, "", ""});
                          reply({200, "image/jpeg", jpeg, {{"X-Frame", std::to_string(number)}}});
                        });
}

json Api::state() const {
  const Status& status = camera_.status();
  const std::vector<Device> devices = camera_.devices();
  const auto chosen = device_at(camera_.chosen(), devices);
  json cameras = json::array();
  for (const Device& device : devices)
    cameras.push_back({{"path", device.path}, {"name", device.name}});
  return {{"state", name_of(status.state)},
          {"text", text_of(status)},
          {"fault", is_fault(status.state)},
          {"camera", chosen ? chosen->path : camera_.chosen()},
          {"cameras", cameras},
          {"output", camera_.output().text()},
          {"read", camera_.output().is_watched()},
          {"stats", matte_.stats()}};
}

/// The page knows pictures by their names in the folder, not files.
json Api::properties() const {
  json all = matte_.properties();
  for (json& control : all) {
    if (control["name"] != picture_property) continue;
    control["type"] = "picture";
    const std::filesystem::path file = control["value"].get<std::string>();
    control["value"] = file.filename();
  }
  return all;
}

void Api::set_properties(const json& values) const {
  json given = values;
  if (given.is_object() && given.contains(picture_property)) {
    const std::string name = text_in(given, picture_property);
    given[picture_property] = name.empty() ? name : pictures_.file(name).string();
  }
  matte_.set(given);
  changed_();
}

void Api::choose(const std::string& camera) const {
  const auto device = device_at(camera, camera_.devices());
  if (camera != "auto" && camera != camera_.chosen() && !device)
    throw NotFound("there is no camera " + camera);
  camera_.choose(device ? lasting_path(device->path) : camera);
  changed_();
}

}  // namespace shm::camera

// SPDX-License-Identifier: MIT
// The cameras that are plugged in, and word of those that come and go.
#include "shm-camera/devices.hpp"

#include <algorithm>
#include <utility>

namespace shm::camera {
namespace {

namespace fs = std::filesystem;

std::string without_links(const std::string& path) {
  std::error_code absent;
  const fs::path whole = fs::canonical(path, absent);
  return absent ? path : whole.string();
}

bool tells_of_devices(GstMessage* message) {
  const GstMessageType type = GST_MESSAGE_TYPE(message);
  return type == GST_MESSAGE_DEVICE_ADDED || type == GST_MESSAGE_DEVICE_REMOVED;
}

std::string path_of(GstDevice* device) {
  const StructurePtr facts(gst_device_get_properties(device));
  const char* path = facts ? gst_structure_get_string(facts.get(), "device.path") : nullptr;
  return path == nullptr ? "" : path;
}

Device facts_of(GstDevice* device) {
  const TextPtr name(gst_device_get_display_name(device));
  return {path_of(device), name.get()};
}

}  // namespace

bool is_same_device(const std::string& one, const std::string& other) {
  return without_links(one) == without_links(other);
}

std::optional<Device> device_at(const std::string& path, const std::vector<Device>& devices) {
  const auto found = std::ranges::find_if(
      devices, [&](const Device& device) { return is_same_device(device.path, path); });
  return found == devices.end() ? std::nullopt : std::optional(*found);
}

std::vector<Device> all_but(const std::string& path, std::vector<Device> devices) {
  std::erase_if(devices, [&](const Device& device) { return is_same_device(device.path, path); });
  return devices;
}

std::string lasting_path(const std::string& path, const fs::path& links) {
  std::error_code absent;
  for (const auto& link : fs::directory_iterator(links, absent))
    if (is_same_device(link.path(), path)) return link.path();
  return path;
}

Devices::Devices(const std::function<void()>& changed, std::string except)
    : except_(std::move(except)),
      provider_(gst_device_provider_factory_get_by_name("v4l2deviceprovider")) {
  if (!provider_) return;
  bus_.reset(gst_device_provider_get_bus(provider_.get()));
  watch_.emplace(bus_.get(), [changed](GstMessage* message) {
    if (tells_of_devices(message)) changed();
  });
  gst_device_provider_start(provider_.get());
}

Devices::~Devices() {
  if (provider_) gst_device_provider_stop(provider_.get());
}

std::vector<Device> Devices::list() const {
  std::vector<Device> devices;
  const ObjectsPtr found(provider_ ? gst_device_provider_get_devices(provider_.get()) : nullptr);
  for (const GList* link = found.get(); link != nullptr; link = link->next) {
    GstDevice* device = GST_DEVICE(link->data);
    if (gst_device_has_classes(device, "Video/Source")) devices.push_back(facts_of(device));
  }
  return all_but(except_, std::move(devices));
}

}  // namespace shm::camera

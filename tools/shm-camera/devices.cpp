// SPDX-License-Identifier: MIT
// The cameras that are plugged in, and word of those that come and go.
#include "shm-camera/devices.hpp"

#include <utility>

namespace shm::camera {
namespace {

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

Devices::Devices(std::function<void()> changed, std::string except)
    : changed_(std::move(changed)),
      except_(std::move(except)),
      provider_(gst_device_provider_factory_get_by_name("v4l2deviceprovider")) {
  if (!provider_) return;
  bus_.reset(gst_device_provider_get_bus(provider_.get()));
  gst_bus_add_watch(bus_.get(), on_message, this);
  gst_device_provider_start(provider_.get());
}

Devices::~Devices() {
  if (!provider_) return;
  gst_bus_remove_watch(bus_.get());
  gst_device_provider_stop(provider_.get());
}

std::vector<Device> Devices::list() const {
  std::vector<Device> devices;
  const ObjectsPtr found(provider_ ? gst_device_provider_get_devices(provider_.get()) : nullptr);
  for (const GList* link = found.get(); link != nullptr; link = link->next) {
    GstDevice* device = GST_DEVICE(link->data);
    if (gst_device_has_classes(device, "Video/Source") && path_of(device) != except_)
      devices.push_back(facts_of(device));
  }
  return devices;
}

gboolean Devices::on_message(GstBus* /*bus*/, GstMessage* message, gpointer self) {
  const GstMessageType type = GST_MESSAGE_TYPE(message);
  if (type == GST_MESSAGE_DEVICE_ADDED || type == GST_MESSAGE_DEVICE_REMOVED)
    static_cast<Devices*>(self)->changed_();
  return G_SOURCE_CONTINUE;
}

}  // namespace shm::camera

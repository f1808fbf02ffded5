// SPDX-License-Identifier: MIT
// What systemd is told where it started the program, as sd_notify(3) has it.
#include "shm-camera/systemd.hpp"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>

#include <algorithm>
#include <cstdlib>

#include "gst_ptr.hpp"

namespace shm::camera {
namespace {

using AddressPtr = std::unique_ptr<GSocketAddress, GstRelease>;
using SocketPtr = std::unique_ptr<GSocket, GstRelease>;

constexpr guint longest_wait = 1;  ///< seconds, for a manager that is busy

/// "/PATH", or "@NAME" of an abstract one.
AddressPtr address_of(const std::string& place) {
  if (!place.starts_with('@')) return AddressPtr(g_unix_socket_address_new(place.c_str()));
  return AddressPtr(g_unix_socket_address_new_with_type(place.c_str() + 1, gint(place.size() - 1),
                                                        G_UNIX_SOCKET_ADDRESS_ABSTRACT));
}

/// A line more would be another word to systemd, and cameras and files may have any name.
std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char letter) { return letter < ' '; }, ' ');
  return text;
}

}  // namespace

void tell_systemd(const std::string& status) {
  const char* place = std::getenv("NOTIFY_SOCKET");
  if (place == nullptr) return;
  const SocketPtr socket(g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, nullptr));
  if (!socket) return;
  g_socket_set_timeout(socket.get(), longest_wait);
  const std::string text = "READY=1\nSTATUS=" + one_line(status);
  g_socket_send_to(socket.get(), address_of(place).get(), text.data(), text.size(), nullptr,
                   nullptr);
}

}  // namespace shm::camera

// SPDX-License-Identifier: MIT
// The connections that are open: few, so that who opens many harms nobody but himself.
#include "shm-camera/visits.hpp"

#include <algorithm>

namespace shm::camera {
namespace {

constexpr guint longest_silence = 15;  ///< seconds

}  // namespace

std::uint16_t port_of(GSocketAddress* address) {
  return G_IS_INET_SOCKET_ADDRESS(address)
             ? g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address))
             : std::uint16_t(0);
}

Visits::~Visits() {
  for (const Visit& visit : open_)
    g_object_weak_unref(G_OBJECT(visit.connection), on_gone, this);
}

bool Visits::admit(GSocketConnection* connection) {
  if (!make_room()) return false;
  const AddressPtr from(g_socket_connection_get_remote_address(connection, nullptr));
  g_socket_set_timeout(g_socket_connection_get_socket(connection), longest_silence);
  g_object_weak_ref(G_OBJECT(connection), on_gone, this);
  open_.push_back({connection, port_of(from.get()), false, false});
  return true;
}

/// Who is sent off leaves the list when all that waits on the connection has seen its end.
bool Visits::make_room() {
  const auto stays = [](const Visit& visit) { return !visit.sent_off; };
  if (std::size_t(std::ranges::count_if(open_, stays)) < most) return true;
  const auto stranger = std::ranges::find_if(
      open_, [&](const Visit& visit) { return stays(visit) && !visit.trusted; });
  if (stranger == open_.end()) return false;
  stranger->sent_off = true;
  g_socket_shutdown(g_socket_connection_get_socket(stranger->connection), TRUE, TRUE, nullptr);
  return true;
}

void Visits::trust(GSocketAddress* from) {
  for (Visit& visit : open_)
    if (visit.port == port_of(from)) visit.trusted = true;
}

void Visits::end_answer(std::uint16_t port) {
  for (const Visit& visit : open_)
    if (visit.port == port)
      g_socket_shutdown(g_socket_connection_get_socket(visit.connection), FALSE, TRUE, nullptr);
}

void Visits::on_gone(gpointer self, GObject* connection) {
  std::erase_if(static_cast<Visits*>(self)->open_, [connection](const Visit& visit) {
    return G_OBJECT(visit.connection) == connection;
  });
}

}  // namespace shm::camera

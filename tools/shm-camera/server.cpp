// SPDX-License-Identifier: MIT
// HTTP on this machine's own address, for who has the token.
#include "shm-camera/server.hpp"

#include <libsoup/soup.h>

#include <utility>

#include "gst_ptr.hpp"
#include "shm-camera/bytes.hpp"
#include "shm-camera/send_off.hpp"
#include "shm/error.hpp"

namespace shm::camera {
namespace {

/// What every answer says: nothing of others runs in the page, and the page in nothing of others.
constexpr std::pair<const char*, const char*> safety[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
     "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
};

/// Who connects while many do need not try again, a second later.
constexpr int backlog = 1024;

std::string text_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

Visitor visitor_of(SoupServerMessage* message) {
  SoupMessageHeaders* headers = soup_server_message_get_request_headers(message);
  const auto header = [headers](const char* name) {
    return text_or_empty(soup_message_headers_get_list(headers, name));
  };
  return {header("Host"),
          header("Origin"),
          header("Sec-Fetch-Site"),
          header("Authorization"),
          header("Transfer-Encoding"),
          std::size_t(soup_message_headers_get_content_length(headers))};
}

void respond(SoupServerMessage* message, const Response& response) {
  SoupMessageHeaders* headers = soup_server_message_get_response_headers(message);
  for (const auto& [name, value] : response.headers)
    soup_message_headers_replace(headers, name.c_str(), value.c_str());
  soup_server_message_set_status(message, response.status, nullptr);
  if (!response.type.empty())
    soup_server_message_set_response(message, response.type.c_str(), SOUP_MEMORY_COPY,
                                     response.body.data(), response.body.size());
}

std::map<std::string, std::string> entries_of(GHashTable* query) {
  std::map<std::string, std::string> entries;
  if (query == nullptr) return entries;
  GHashTableIter place;
  gpointer name = nullptr;
  gpointer value = nullptr;
  g_hash_table_iter_init(&place, query);
  while (g_hash_table_iter_next(&place, &name, &value) != FALSE)
    entries[static_cast<char*>(name)] = text_or_empty(static_cast<char*>(value));
  return entries;
}

std::string size_text(std::size_t bytes) {
  constexpr std::size_t mebi = std::size_t(1) << 20U;
  return bytes < mebi ? std::to_string(bytes / 1024) + " KiB"
                      : std::to_string(bytes / mebi) + " MiB";
}

Request request_of(SoupServerMessage* message, const char* path, GHashTable* query) {
  const BytesPtr body(soup_message_body_flatten(soup_server_message_get_request_body(message)));
  return {soup_server_message_get_method(message), path, entries_of(query), text_of(body)};
}

std::string fault_of(unsigned port, const GError& error) {
  const std::string name = "port " + std::to_string(port) + ": ";
  if (g_error_matches(&error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE) == FALSE)
    return name + error.message;
  return name + "another program has it. Name another by --port, or 0 for any that is free";
}

/// A message that is answered later, or never where its connection has ended.
class Pending {
 public:
  explicit Pending(SoupServerMessage* message)
      : message_(SOUP_SERVER_MESSAGE(g_object_ref(message))) {
    soup_server_message_pause(message);
    ended_ = g_signal_connect_swapped(message, "disconnected", G_CALLBACK(on_end), this);
  }
  ~Pending() { g_signal_handler_disconnect(message_.get(), ended_); }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  void answer(const Response& response) {
    if (!there_) return;
    respond(message_.get(), response);
    soup_server_message_unpause(message_.get());
  }

 private:
  static void on_end(Pending* self) { self->there_ = false; }

  const std::unique_ptr<SoupServerMessage, GstRelease> message_;
  gulong ended_ = 0;
  bool there_ = true;
};

}  // namespace

/// What GLib calls.
struct Server::Callbacks {
  static gboolean incoming(GSocketService* /*service*/, GSocketConnection* connection,
                           GObject* /*source*/, gpointer self) {
    static_cast<Server*>(self)->accept(connection);
    return TRUE;
  }
  static void early(SoupServer* /*soup*/, SoupServerMessage* message, const char* path,
                    GHashTable* /*query*/, gpointer self) {
    static_cast<Server*>(self)->admit(message, path);
  }
  static void late(SoupServer* /*soup*/, SoupServerMessage* message, const char* path,
                   GHashTable* query, gpointer self) {
    static_cast<Server*>(self)->handle(message, path, query);
  }
};

Server::Server(const Port& port, const std::string& token, Handler handler,
               std::function<Terms(const std::string&)> terms)
    : handler_(std::move(handler)),
      terms_(std::move(terms)),
      soup_(soup_server_new("server-header", "shm-camera", nullptr)),
      service_(g_socket_service_new()),
      gate_(std::make_unique<Gate>(token, listen(port))) {
  soup_server_add_early_handler(soup_.get(), nullptr, Callbacks::early, this, nullptr);
  soup_server_add_handler(soup_.get(), nullptr, Callbacks::late, this, nullptr);
  g_signal_connect(service_.get(), "incoming", G_CALLBACK(Callbacks::incoming), this);
}

Server::~Server() {
  g_socket_service_stop(service_.get());
  g_socket_listener_close(G_SOCKET_LISTENER(service_.get()));
  soup_server_disconnect(soup_.get());
}

unsigned Server::listen(const Port& port) {
  const AddressPtr wanted(g_inet_socket_address_new_from_string("127.0.0.1", port.number));
  g_socket_listener_set_backlog(G_SOCKET_LISTENER(service_.get()), backlog);
  GSocketAddress* raw_taken = nullptr;
  GError* raw = nullptr;
  g_socket_listener_add_address(G_SOCKET_LISTENER(service_.get()), wanted.get(),
                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, nullptr, &raw_taken,
                                &raw);
  const ErrorPtr error(raw);
  const AddressPtr taken(raw_taken);
  if (!error) return port_of(taken.get());
  if (port.or_any) return listen({});
  throw Error(fault_of(port.number, *error));
}

void Server::accept(GSocketConnection* connection) {
  if (!visits_.admit(connection)) return;
  const AddressPtr local(g_socket_connection_get_local_address(connection, nullptr));
  const AddressPtr remote(g_socket_connection_get_remote_address(connection, nullptr));
  if (local && remote)
    soup_server_accept_iostream(soup_.get(), G_IO_STREAM(connection), local.get(), remote.get(),
                                nullptr);
}

/// Once the head of a request is there, before its body is.
void Server::admit(SoupServerMessage* message, const char* path) {
  for (const auto& [name, value] : safety)
    soup_message_headers_replace(soup_server_message_get_response_headers(message), name, value);
  // Answers are whole: libsoup would cut them, and stumbles over what begins before their start.
  soup_message_headers_remove(soup_server_message_get_request_headers(message), "Range");
  const Visitor visitor = visitor_of(message);
  const Terms terms = terms_(path);
  if (!gate_->is_ours(visitor)) return refuse(message, visitor, 403, "not from here");
  const bool known = gate_->is_known(visitor);
  if (terms.with_token && !known)
    return refuse(message, visitor, 401,
                  "Open the address that shm-camera printed: it has the token");
  if (!visitor.transfer.empty()) return refuse(message, visitor, 411, "a length is wanted");
  if (visitor.length > terms.most_bytes)
    return refuse(message, visitor, 413,
                  "too long: at most " + size_text(terms.most_bytes) + " are taken");
  if (known) visits_.trust(soup_server_message_get_remote_address(message));
}

void Server::refuse(SoupServerMessage* message, const Visitor& visitor, unsigned status,
                    const std::string& why) {
  Response answer = refusal(status, why);
  answer.headers["Connection"] = "close";
  respond(message, answer);
  if (visitor.length == 0 && visitor.transfer.empty()) return;
  const std::uint16_t port = port_of(soup_server_message_get_remote_address(message));
  send_off(message);
  visits_.end_answer(port);
}

void Server::handle(SoupServerMessage* message, const char* path, GHashTable* query) {
  const auto pending = std::make_shared<Pending>(message);
  handler_(request_of(message, path, query),
           [pending](const Response& response) { pending->answer(response); });
}

}  // namespace shm::camera

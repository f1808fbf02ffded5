// SPDX-License-Identifier: MIT
// The end of a connection whose request is not worth reading.
#include "shm-camera/send_off.hpp"

#include <libsoup/soup.h>

#include <string>

#include "shm-camera/bytes.hpp"

namespace shm::camera {
namespace {

constexpr gsize most_read_away = gsize(32) << 20U;

std::string answer_of(SoupServerMessage* message) {
  const std::string body =
      text_of(BytesPtr(soup_message_body_flatten(soup_server_message_get_response_body(message))));
  SoupMessageHeaders* headers = soup_server_message_get_response_headers(message);
  soup_message_headers_set_content_length(headers, goffset(body.size()));
  std::string answer = "HTTP/1.1 " + std::to_string(soup_server_message_get_status(message)) + " " +
                       soup_server_message_get_reason_phrase(message) + "\r\n";
  SoupMessageHeadersIter place;
  const char* name = nullptr;
  const char* value = nullptr;
  soup_message_headers_iter_init(&place, headers);
  while (soup_message_headers_iter_next(&place, &name, &value) != FALSE)
    answer += std::string(name) + ": " + value + "\r\n";
  return answer + "\r\n" + body;
}

void close_read_away(GObject* /*input*/, GAsyncResult* /*result*/, gpointer connection) {
  g_io_stream_close(G_IO_STREAM(connection), nullptr, nullptr);
  g_object_unref(connection);
}

}  // namespace

void send_off(SoupServerMessage* message) {
  const std::string answer = answer_of(message);
  GIOStream* connection = soup_server_message_steal_connection(message);
  g_output_stream_write_all(g_io_stream_get_output_stream(connection), answer.data(), answer.size(),
                            nullptr, nullptr, nullptr);
  g_input_stream_skip_async(g_io_stream_get_input_stream(connection), most_read_away,
                            G_PRIORITY_LOW, nullptr, close_read_away, connection);
}

}  // namespace shm::camera

// SPDX-License-Identifier: MIT
// Subtitles without markup.
#include "shm-matte/plain_text.hpp"

#include <array>
#include <regex>

#include "common/gst.hpp"
#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

std::string content_of(GstBuffer* buffer) {
  std::string content(gst_buffer_get_size(buffer), '\0');
  gst_buffer_extract(buffer, 0, content.data(), content.size());
  return content;
}

GstBuffer* plain_copy(GstBuffer* buffer) {
  const std::string text = without_markup(content_of(buffer));
  GstBuffer* plain = gst_buffer_new_memdup(text.data(), text.size());
  gst_buffer_copy_into(plain, buffer, GST_BUFFER_COPY_METADATA, 0, gsize(-1));
  return plain;
}

GstPadProbeReturn on_data(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer /*none*/) {
  if (GstBuffer* buffer = buffer_in(info)) {
    info->data = plain_copy(buffer);
    gst_buffer_unref(buffer);
  } else if (caps_in(info) != nullptr) {
    const CapsPtr plain(gst_caps_from_string("text/x-raw, format=utf8"));
    replace_caps(info, plain.get());
  }
  return GST_PAD_PROBE_OK;
}

}  // namespace

std::string without_markup(const std::string& text) {
  static const std::regex tag("</?[a-zA-Z][^<>]*>");
  constexpr std::array<std::array<const char*, 2>, 6> entities = {{{"&lt;", "<"},
                                                                   {"&gt;", ">"},
                                                                   {"&quot;", "\""},
                                                                   {"&apos;", "'"},
                                                                   {"&#39;", "'"},
                                                                   {"&amp;", "&"}}};
  std::string plain = std::regex_replace(text, tag, "");
  for (const auto& [entity, character] : entities)
    plain = std::regex_replace(plain, std::regex(entity), character);
  return plain;
}

void make_plain(GstPad* pad) {
  change_data(pad, on_data);
}

}  // namespace shm::tools

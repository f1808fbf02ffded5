// SPDX-License-Identifier: MIT
// What GStreamer has no plugin for.
#include "shm-matte/missing_plugins.hpp"

#include <algorithm>
#include <string_view>

#include "common/gst.hpp"

namespace shm::tools {
namespace {

bool is_printed(char letter) {
  return g_ascii_isgraph(letter);
}

/// As demuxers note codecs that they do not know.
std::string four_letters(const GstStructure* type) {
  constexpr std::string_view mark = "/x-gst-fourcc-";
  const std::string_view name = gst_structure_get_name(type);
  const std::size_t place = name.find(mark);
  if (place != std::string_view::npos) return std::string(name.substr(place + mark.size()));
  int code = 0;
  std::string letters;
  if (!gst_structure_get_int(type, "fourcc", &code)) return letters;
  for (int i = 0; i < 4; ++i)
    letters += char(code >> (8 * i));
  return std::ranges::all_of(letters, is_printed) ? letters : std::string();
}

/// From GStreamer's words for people and for machines.
MissingPlugin plugin_of(const char* words, const std::string& wanted) {
  constexpr std::string_view decoder = "decoder-";
  if (!wanted.starts_with(decoder)) return {words, true};
  const CapsPtr caps(gst_caps_from_string(wanted.c_str() + decoder.size()));
  if (!caps) return {words, true};
  const GstStructure* type = gst_caps_get_structure(caps.get(), 0);
  const std::string letters = four_letters(type);
  const bool data = g_str_has_prefix(gst_structure_get_name(type), "meta/") == TRUE;
  return {letters.empty() ? words : "\"" + letters + "\" decoder", !data};
}

}  // namespace

std::vector<MissingPlugin> missing_plugins(const GstDiscovererInfo* info) {
  std::vector<MissingPlugin> plugins;
  const char** lines = gst_discoverer_info_get_missing_elements_installer_details(info);
  for (; lines != nullptr && *lines != nullptr; ++lines) {
    // GStreamer, its version, who asks, what in words and for machines.
    const TextsPtr parts(g_strsplit(*lines, "|", -1));
    if (g_strv_length(parts.get()) > 4)
      plugins.push_back(plugin_of(parts.get()[3], parts.get()[4]));
  }
  return plugins;
}

}  // namespace shm::tools

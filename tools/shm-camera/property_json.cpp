// SPDX-License-Identifier: MIT
// The element's properties as JSON and as text, made from their GParamSpecs.
#include "shm-camera/property_json.hpp"

#include <gst/gst.h>

#include <nlohmann/json.hpp>
#include <span>

#include "gst_ptr.hpp"
#include "shm/color.hpp"
#include "shm/error.hpp"

namespace shm::camera {
namespace {

using nlohmann::json;

bool is_color(GParamSpec* spec) {
  return G_IS_PARAM_SPEC_UINT(spec);
}

/// Each value by its first name: those behind are aliases.
json choices_of(GParamSpec* spec) {
  GEnumClass* all = G_PARAM_SPEC_ENUM(spec)->enum_class;
  json choices = json::array();
  for (const GEnumValue& choice : std::span(all->values, all->n_values))
    if (g_enum_get_value(all, choice.value) == &choice)
      choices.push_back({{"value", choice.value_nick}, {"blurb", choice.value_name}});
  return choices;
}

/// Type and range.
json kind_of(GParamSpec* spec) {
  if (G_IS_PARAM_SPEC_BOOLEAN(spec)) return {{"type", "boolean"}};
  if (G_IS_PARAM_SPEC_ENUM(spec)) return {{"type", "choice"}, {"choices", choices_of(spec)}};
  if (is_color(spec)) return {{"type", "color"}};
  if (G_IS_PARAM_SPEC_INT(spec)) {
    const GParamSpecInt* of = G_PARAM_SPEC_INT(spec);
    return {{"type", "integer"}, {"least", of->minimum}, {"most", of->maximum}};
  }
  if (G_IS_PARAM_SPEC_DOUBLE(spec)) {
    const GParamSpecDouble* of = G_PARAM_SPEC_DOUBLE(spec);
    return {{"type", "number"}, {"least", of->minimum}, {"most", of->maximum}};
  }
  return {{"type", "text"}};
}

std::string range_of(GParamSpec* spec) {
  const json kind = kind_of(spec);
  if (kind.contains("least")) return "in " + kind["least"].dump() + ".." + kind["most"].dump();
  if (!kind.contains("choices")) return "a " + kind["type"].get<std::string>();
  std::string names;
  for (const json& choice : kind["choices"])
    names += (names.empty() ? "one of " : ", ") + choice["value"].get<std::string>();
  return names;
}

/// Of what is no number at all, or of a kind that does not fit.
std::string wanted_kind(GParamSpec* spec, const json& given) {
  if (G_IS_PARAM_SPEC_INT(spec) && !given.is_number_integer()) return "a whole number ";
  return G_IS_PARAM_SPEC_DOUBLE(spec) && !given.is_number() ? "a number " : "";
}

[[noreturn]] void refuse(GParamSpec* spec, const std::string& text, const json& given) {
  throw InvalidOption(std::string(spec->name) + ": " + text + " is not " +
                      wanted_kind(spec, given) + range_of(spec));
}
[[noreturn]] void refuse(GParamSpec* spec, const json& given) {
  refuse(spec, given.dump(), given);
}
/// The value of an option's text.
[[noreturn]] void refuse_text(GParamSpec* spec, const std::string& text) {
  refuse(spec, text, json::parse(text, nullptr, false));
}

/// "#RRGGBB" as an opaque colour.
guint color_of(GParamSpec* spec, const std::string& text) {
  Rgba color;
  if (!read_color(text, color)) refuse_text(spec, text);
  return argb(color);
}

gint choice_of(GParamSpec* spec, const std::string& nick) {
  const GEnumValue* found =
      g_enum_get_value_by_nick(G_PARAM_SPEC_ENUM(spec)->enum_class, nick.c_str());
  if (found == nullptr) refuse_text(spec, nick);
  return found->value;
}

/// Throws json::exception where the type is another.
void store(GParamSpec* spec, const json& given, GValue* value) {
  if (G_IS_PARAM_SPEC_BOOLEAN(spec))
    g_value_set_boolean(value, given.get_ref<const bool&>());
  else if (G_IS_PARAM_SPEC_ENUM(spec))
    g_value_set_enum(value, choice_of(spec, given.get_ref<const std::string&>()));
  else if (is_color(spec))
    g_value_set_uint(value, color_of(spec, given.get_ref<const std::string&>()));
  else if (G_IS_PARAM_SPEC_INT(spec) && given.is_number_integer())
    g_value_set_int(value, given.get<gint>());
  else if (G_IS_PARAM_SPEC_DOUBLE(spec) && given.is_number())
    g_value_set_double(value, given.get<double>());
  else if (G_IS_PARAM_SPEC_STRING(spec))
    g_value_set_string(value, given.get_ref<const std::string&>().c_str());
  else
    refuse(spec, given);
}

/// Whether a number has a place in the type that it goes into.
bool fits(GParamSpec* spec, const json& given) {
  if (!G_IS_PARAM_SPEC_INT(spec) || !given.is_number()) return true;
  const double number = given.get<double>();
  return number >= G_MININT && number <= G_MAXINT;
}

}  // namespace

json describe(GParamSpec* spec) {
  json control = kind_of(spec);
  control["name"] = spec->name;
  control["nick"] = g_param_spec_get_nick(spec);
  control["blurb"] = g_param_spec_get_blurb(spec);
  control["default"] = to_json(spec, g_param_spec_get_default_value(spec));
  return control;
}

json to_json(GParamSpec* spec, const GValue* value) {
  if (G_IS_PARAM_SPEC_BOOLEAN(spec)) return g_value_get_boolean(value) != FALSE;
  if (G_IS_PARAM_SPEC_INT(spec)) return g_value_get_int(value);
  if (G_IS_PARAM_SPEC_DOUBLE(spec)) return g_value_get_double(value);
  if (is_color(spec)) return color_text(g_value_get_uint(value));
  if (G_IS_PARAM_SPEC_ENUM(spec))
    return g_enum_get_value(G_PARAM_SPEC_ENUM(spec)->enum_class, g_value_get_enum(value))
        ->value_nick;
  const gchar* text = g_value_get_string(value);
  return text == nullptr ? "" : text;
}

void from_json(GParamSpec* spec, const json& given, GValue* value) {
  if (!fits(spec, given)) refuse(spec, given);
  try {
    store(spec, given, value);
  } catch (const json::exception&) {
    refuse(spec, given);
  }
  if (g_param_value_validate(spec, value) != FALSE) refuse(spec, given);
}

std::string to_text(const GValue* value) {
  const TextPtr text(gst_value_serialize(value));
  return text ? text.get() : "";
}

void from_text(GParamSpec* spec, const std::string& text, GValue* value) {
  if (gst_value_deserialize(value, text.c_str()) == FALSE) refuse_text(spec, text);
  if (g_param_value_validate(spec, value) != FALSE) refuse_text(spec, text);
}

}  // namespace shm::camera

// SPDX-License-Identifier: MIT
// The element's properties, made from the rows of options.
#include "properties.hpp"

#include <gst/gst.h>

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "enums.hpp"

namespace shm {
namespace {

struct Property {
  GParamSpec* spec;
  std::function<void(Settings&, const GValue*)> set;
  std::function<void(const Settings&, GValue*)> get;
};

void store(int& field, const GValue* value) {
  field = g_value_get_int(value);
}
void store(bool& field, const GValue* value) {
  field = g_value_get_boolean(value) != FALSE;
}
void store(double& field, const GValue* value) {
  field = g_value_get_double(value);
}
void store(std::string& field, const GValue* value) {
  const gchar* text = g_value_get_string(value);
  field = text == nullptr ? "" : text;
}
void store(Rgba& field, const GValue* value) {
  const guint color = g_value_get_uint(value);
  field = {std::uint8_t(color >> 16U), std::uint8_t(color >> 8U), std::uint8_t(color),
           std::uint8_t(color >> 24U)};
}
template <typename Enum>
requires std::is_enum_v<Enum>
void store(Enum& field, const GValue* value) {
  field = static_cast<Enum>(g_value_get_enum(value));
}

void load(int field, GValue* value) {
  g_value_set_int(value, field);
}
void load(bool field, GValue* value) {
  g_value_set_boolean(value, field ? TRUE : FALSE);
}
void load(double field, GValue* value) {
  g_value_set_double(value, field);
}
void load(const std::string& field, GValue* value) {
  g_value_set_string(value, field.c_str());
}
void load(const Rgba& field, GValue* value) {
  g_value_set_uint(value, argb(field));
}
template <typename Enum>
requires std::is_enum_v<Enum>
void load(Enum field, GValue* value) {
  g_value_set_enum(value, static_cast<gint>(field));
}

GParamFlags flags_of(const OptionFacts& option) {
  const auto when = option.loading ? GST_PARAM_MUTABLE_READY
                                   : int(GST_PARAM_MUTABLE_PLAYING) | int(GST_PARAM_CONTROLLABLE);
  return GParamFlags(G_PARAM_READWRITE | G_PARAM_STATIC_NAME | G_PARAM_STATIC_NICK | when);
}

double least_of(const OptionFacts& option) {
  return option.or_zero ? 0 : option.least;
}

/// What GObject wants to know of every property.
struct Header {
  explicit Header(const OptionFacts& option)
      : name(option.name),
        nick(option.nick),
        blurb(std::string(option.blurb) + option.of_stream),
        flags(flags_of(option)) {}

  const char* name;
  const char* nick;
  std::string blurb;
  GParamFlags flags;
};

GParamSpec* spec_of(const OptionFacts& option, bool preset) {
  const Header h(option);
  return g_param_spec_boolean(h.name, h.nick, h.blurb.c_str(), preset ? TRUE : FALSE, h.flags);
}
GParamSpec* spec_of(const OptionFacts& option, int preset) {
  const Header h(option);
  return g_param_spec_int(h.name, h.nick, h.blurb.c_str(), gint(least_of(option)),
                          gint(option.most), preset, h.flags);
}
GParamSpec* spec_of(const OptionFacts& option, double preset) {
  const Header h(option);
  return g_param_spec_double(h.name, h.nick, h.blurb.c_str(), least_of(option), option.most, preset,
                             h.flags);
}
GParamSpec* spec_of(const OptionFacts& option, const std::string& preset) {
  const Header h(option);
  const int flags = h.flags & ~GST_PARAM_CONTROLLABLE;  // controllers have no texts
  return g_param_spec_string(h.name, h.nick, h.blurb.c_str(), preset.c_str(), GParamFlags(flags));
}
GParamSpec* spec_of(const OptionFacts& option, const Rgba& preset) {
  const Header h(option);
  return g_param_spec_uint(h.name, h.nick, h.blurb.c_str(), 0, G_MAXUINT32, argb(preset), h.flags);
}
template <typename Enum>
requires std::is_enum_v<Enum> GParamSpec* spec_of(const OptionFacts& option, Enum preset) {
  const Header h(option);
  return g_param_spec_enum(h.name, h.nick, h.blurb.c_str(), enum_type<Enum>(),
                           static_cast<gint>(preset), h.flags);
}

template <typename Struct, typename Value>
Property property(const Option<Struct, Value>& option, const Settings& preset) {
  return {spec_of(option, field_of(option, preset)),
          [option](Settings& settings, const GValue* value) {
            Value& field = field_of(option, settings);
            store(field, value);
            if constexpr (std::is_same_v<Value, int>) field = settled(option, field);
          },
          [option](const Settings& settings, GValue* value) {
            load(field_of(option, settings), value);
          }};
}

std::vector<Property> make_properties() {
  const Settings preset;
  std::vector<Property> all;
  for_each_property([&](const auto& option) { all.push_back(property(option, preset)); });
  return all;
}

const std::vector<Property>& properties() {
  static const std::vector<Property> all = make_properties();
  return all;
}

}  // namespace

void install_settings(GObjectClass* object_class) {
  for (guint id = 1; id <= setting_count(); ++id) {
    g_object_class_install_property(object_class, id, properties()[id - 1].spec);
  }
}

guint setting_count() {
  return guint(properties().size());
}

void set_setting(Settings& settings, guint id, const GValue* value) {
  properties().at(id - 1).set(settings, value);
}

void get_setting(const Settings& settings, guint id, GValue* value) {
  properties().at(id - 1).get(settings, value);
}

}  // namespace shm

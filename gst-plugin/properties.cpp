#include "properties.hpp"

#include <gst/gst.h>

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include "enums.hpp"

namespace shm {
namespace {

struct Property {
  GParamSpec* spec;
  void (*set)(Settings&, const GValue*);
  void (*get)(const Settings&, GValue*);
};

constexpr auto readwrite = GParamFlags(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
constexpr auto ready = GParamFlags(readwrite | GST_PARAM_MUTABLE_READY);
constexpr auto live = GParamFlags(readwrite | GST_PARAM_CONTROLLABLE | GST_PARAM_MUTABLE_PLAYING);

using Rgba = std::array<std::uint8_t, 4>;

guint argb(const Rgba& color) {
  const auto [red, green, blue, alpha] = color;
  return guint(alpha) << 24U | guint(red) << 16U | guint(green) << 8U | guint(blue);
}

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

/// A property that is a field of Settings, which `Field` finds.
template <typename Field>
Property property(GParamSpec* spec, Field) {
  return {spec, [](Settings& settings, const GValue* value) { store(Field{}(settings), value); },
          [](const Settings& settings, GValue* value) { load(Field{}(settings), value); }};
}

/// The network cannot work on less than 64 pixels, and 0 stands for the model's own size.
void store_size(Settings& settings, const GValue* value) {
  const int size = g_value_get_int(value);
  settings.matte.size = size == 0 ? 0 : std::max(size, 64);
}

GParamSpec* string(const char* name, const char* nick, const char* blurb, const std::string& preset,
                   GParamFlags flags) {
  return g_param_spec_string(name, nick, blurb, preset.c_str(), flags);
}

GParamSpec* fraction(const char* name, const char* nick, const char* blurb, double preset,
                     double least = 0, double most = 1) {
  return g_param_spec_double(name, nick, blurb, least, most, preset, live);
}

template <typename Enum>
GParamSpec* choice(const char* name, const char* nick, const char* blurb, GType type, Enum preset,
                   GParamFlags flags) {
  return g_param_spec_enum(name, nick, blurb, type, static_cast<gint>(preset), flags);
}

std::vector<Property> engine_properties(const Settings& preset) {
  return {
      property(
          string("model", "Model",
                 "Model file, or name of an installed one. While playing the new model is "
                 "loaded aside and takes over at a frame boundary; a bad one leaves the old "
                 "one at work and posts a warning",
                 preset.matter.model, live),
          [](auto& s) -> auto& { return s.matter.model; }),
      property(
          string("device", "Device",
                 "Where the network runs: auto (a GPU where one works, else the CPU), cpu, "
                 "cuda or cuda:N",
                 preset.matter.device, ready),
          [](auto& s) -> auto& { return s.matter.device; }),
      property(
          choice("precision", "Precision", "Arithmetic of the network", precision_type(),
                 preset.matter.precision, ready),
          [](auto& s) -> auto& { return s.matter.precision; }),
      property(
          g_param_spec_int("threads", "Threads",
                           "Threads of the CPU, shared by the whole process. 0: one for a live "
                           "stream while it keeps up, else one a core",
                           0, 1024, preset.matter.threads, ready),
          [](auto& s) -> auto& { return s.matter.threads; }),
  };
}

std::vector<Property> matte_properties(const Settings& preset) {
  return {
      {g_param_spec_int("size", "Working size",
                        "Longer side at which the network works, pixels: 0 (the model's own) or "
                        "64 to 4096; 1 to 63 count as 64",
                        0, 4096, preset.matte.size, live),
       store_size, [](const Settings& s, GValue* value) { load(s.matte.size, value); }},
      property(
          fraction("edge-refine", "Edge refinement",
                   "How closely alpha's edges follow those of the frame: 0 (the network's "
                   "alpha, resized) to 1",
                   preset.matte.edge_refine),
          [](auto& s) -> auto& { return s.matte.edge_refine; }),
      property(
          fraction("temporal", "Temporal smoothing",
                   "Smoothing of alpha over time where the picture stands still: 0 (none) "
                   "to 1",
                   preset.matte.temporal),
          [](auto& s) -> auto& { return s.matte.temporal; }),
      property(
          fraction("black-point", "Black point",
                   "Alpha up to which a pixel counts as background; what lies between "
                   "black-point and white-point is stretched to 0..1",
                   preset.matte.black_point, 0, MatteOptions::highest_black_point),
          [](auto& s) -> auto& { return s.matte.black_point; }),
      property(
          fraction("white-point", "White point", "Alpha from which on a pixel counts as person",
                   preset.matte.white_point, MatteOptions::lowest_white_point),
          [](auto& s) -> auto& { return s.matte.white_point; }),
  };
}

std::vector<Property> pace_properties(const Settings& preset) {
  return {
      property(
          g_param_spec_boolean("skip-static", "Skip what is static",
                               "Keep alpha while a live stream stands still within the noise of "
                               "its camera, and let the network look once a second",
                               preset.matte.skip_static ? TRUE : FALSE, live),
          [](auto& s) -> auto& { return s.matte.skip_static; }),
      property(
          g_param_spec_int("interval", "Interval",
                           "The network sees each frame of this number; between them alpha is "
                           "carried along with what moves. 0: each frame, but up to each fourth "
                           "of a live stream where the machine cannot keep up",
                           0, MatteOptions::longest_interval, preset.interval, live),
          [](auto& s) -> auto& { return s.interval; }),
  };
}

std::vector<Property> look_properties(const Settings& preset) {
  return {
      property(
          choice("output", "Output", "What the source pad carries", output_type(), preset.output,
                 live),
          [](auto& s) -> auto& { return s.output; }),
      property(
          choice("alpha-mode", "Alpha mode", "Relation of colours to alpha in a cut-out",
                 alpha_mode_type(), preset.look.alpha_mode, live),
          [](auto& s) -> auto& { return s.look.alpha_mode; }),
      property(
          choice("background", "Background", "What stands behind the person", background_type(),
                 preset.look.background, live),
          [](auto& s) -> auto& { return s.look.background; }),
      property(
          g_param_spec_uint("background-color", "Background colour",
                            "Colour for background=colour, and for a composite whose "
                            "background is transparent (big-endian ARGB)",
                            0, G_MAXUINT32, argb(preset.look.background_color), live),
          [](auto& s) -> auto& { return s.look.background_color; }),
      property(
          string("background-image", "Background image",
                 "Picture file for background=image, scaled to cover the frame",
                 preset.look.background_image, live),
          [](auto& s) -> auto& { return s.look.background_image; }),
      property(
          fraction("blur-strength", "Blur strength",
                   "Strength of background=blur, 0 to 1; at 1 sigma is a twelfth of the "
                   "frame's longer side",
                   preset.look.blur_strength),
          [](auto& s) -> auto& { return s.look.blur_strength; }),
      property(
          fraction("despill", "Despill",
                   "How much of the room's colours is taken out of pixels that are partly "
                   "person, hair above all: 0 (nothing) to 1",
                   preset.look.despill),
          [](auto& s) -> auto& { return s.look.despill; }),
      property(
          choice("on-error", "On error",
                 "What becomes of a frame that could not be matted; only 'pass' ever shows "
                 "the room",
                 on_error_type(), preset.on_error, live),
          [](auto& s) -> auto& { return s.on_error; }),
  };
}

std::vector<Property> make_properties() {
  const Settings preset;
  std::vector<Property> all = engine_properties(preset);
  for (const auto& group :
       {matte_properties(preset), pace_properties(preset), look_properties(preset)}) {
    all.insert(all.end(), group.begin(), group.end());
  }
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

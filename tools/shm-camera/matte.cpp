// SPDX-License-Identifier: MIT
// The element as the camera has it: it holds the settings while no camera is open, too.
#include "shm-camera/matte.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <nlohmann/json.hpp>
#include <string_view>

#include "shm-camera/property_json.hpp"
#include "shm/error.hpp"

namespace shm::camera {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> fixed = {"output", "on-error", "alpha-mode",
                                                   "stats-interval", "stats"};

bool is_fixed(GParamSpec* spec) {
  return std::ranges::find(fixed, spec->name) != fixed.end();
}

/// Of the element itself, not of what every element has.
bool is_setting(GstElement* element, GParamSpec* spec) {
  return spec->owner_type == G_OBJECT_TYPE(element) && !is_fixed(spec);
}

/// A model is a file: the program is told of one when it starts, and the page of none.
bool is_on_page(GstElement* element, GParamSpec* spec) {
  return is_setting(element, spec) && (spec->flags & GST_PARAM_MUTABLE_PLAYING) != 0 &&
         std::string_view(spec->name) != "model";
}

template <typename Pick>
std::vector<GParamSpec*> properties_of(GstElement* element, Pick pick) {
  guint count = 0;
  GParamSpec** all = g_object_class_list_properties(G_OBJECT_GET_CLASS(element), &count);
  std::vector<GParamSpec*> picked;
  std::copy_if(all, all + count, std::back_inserter(picked),
               [&](GParamSpec* spec) { return pick(element, spec); });
  g_free(all);
  return picked;
}

template <typename Pick>
GParamSpec* property_of(GstElement* element, const std::string& name, Pick pick) {
  GParamSpec* spec = g_object_class_find_property(G_OBJECT_GET_CLASS(element), name.c_str());
  if (spec == nullptr || !pick(element, spec))
    throw InvalidOption(name + ": is no property that can be set here");
  return spec;
}

json value_of(GstElement* element, GParamSpec* spec) {
  Value value(spec->value_type);
  g_object_get_property(G_OBJECT(element), spec->name, value.get());
  return to_json(spec, value.get());
}

json field_of(const GValue* value) {
  if (G_VALUE_HOLDS_STRING(value)) return g_value_get_string(value);
  const json number = json::parse(to_text(value), nullptr, false);
  return number.is_discarded() ? json(to_text(value)) : number;
}

gboolean add_field(GQuark field, const GValue* value, gpointer fields) {
  (*static_cast<json*>(fields))[g_quark_to_string(field)] = field_of(value);
  return TRUE;
}

ElementPtr make_element() {
  GstElement* made = gst_element_factory_make("shmmatting", nullptr);
  if (made == nullptr) throw NotFound("the element shmmatting is not there");
  return ElementPtr(GST_ELEMENT(gst_object_ref_sink(made)));
}

}  // namespace

Matte::Matte() : element_(make_element()) {
  gst_util_set_object_arg(G_OBJECT(get()), "background", "blur");
  hold_fixed();
}

void Matte::hold_fixed() {
  gst_util_set_object_arg(G_OBJECT(get()), "output", "composite");
  gst_util_set_object_arg(G_OBJECT(get()), "on-error", "transparent");
}

json Matte::properties() const {
  json all = json::array();
  for (GParamSpec* spec : properties_of(get(), is_on_page)) {
    json control = describe(spec);
    control["value"] = value_of(get(), spec);
    all.push_back(control);
  }
  return all;
}

json Matte::values() const {
  json all = json::object();
  for (GParamSpec* spec : properties_of(get(), is_on_page))
    all[spec->name] = value_of(get(), spec);
  return all;
}

void Matte::set(const json& values) {
  if (!values.is_object()) throw InvalidOption("properties: an object is wanted, {NAME: VALUE}");
  std::list<std::pair<GParamSpec*, Value>> checked;
  for (const auto& [name, given] : values.items()) {
    GParamSpec* spec = property_of(get(), name, is_on_page);
    checked.emplace_back(std::piecewise_construct, std::tuple(spec), std::tuple(spec->value_type));
    from_json(spec, given, checked.back().second.get());
  }
  for (auto& [spec, value] : checked)
    g_object_set_property(G_OBJECT(get()), spec->name, value.get());
}

std::vector<std::string> Matte::presets() const {
  const TextsPtr names(gst_preset_get_preset_names(GST_PRESET(get())));
  std::vector<std::string> presets;
  for (gchar** name = names.get(); name != nullptr && *name != nullptr; ++name)
    presets.emplace_back(*name);
  return presets;
}

void Matte::load_preset(const std::string& name) {
  const std::vector<std::string> names = presets();  // GStreamer's files have sections beside them
  if (std::ranges::find(names, name) == names.end() ||
      gst_preset_load_preset(GST_PRESET(get()), name.c_str()) == FALSE)
    throw InvalidOption("preset: there is none called " + name);
  hold_fixed();
}

json Matte::stats() const {
  GstStructure* raw = nullptr;
  g_object_get(get(), "stats", &raw, nullptr);
  const StructurePtr stats(raw);
  json fields = json::object();
  if (stats) gst_structure_foreach(stats.get(), add_field, &fields);
  return fields;
}

std::map<std::string, std::string> Matte::changed() const {
  const Matte fresh;
  std::map<std::string, std::string> texts;
  for (GParamSpec* spec : properties_of(get(), is_on_page)) {
    Value value(spec->value_type);
    Value preset(spec->value_type);
    g_object_get_property(G_OBJECT(get()), spec->name, value.get());
    g_object_get_property(G_OBJECT(fresh.get()), spec->name, preset.get());
    if (g_param_values_cmp(spec, value.get(), preset.get()) != 0)
      texts[spec->name] = to_text(value.get());
  }
  return texts;
}

void Matte::set_text(const std::string& name, const std::string& text) {
  GParamSpec* spec = property_of(get(), name, is_setting);
  Value value(spec->value_type);
  from_text(spec, text, value.get());
  g_object_set_property(G_OBJECT(get()), spec->name, value.get());
}

}  // namespace shm::camera

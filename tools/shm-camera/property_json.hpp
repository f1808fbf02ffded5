// SPDX-License-Identifier: MIT
// The element's properties as JSON and as text, made from their GParamSpecs.
#pragma once

#include <glib-object.h>

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace shm::camera {

/// A GValue that is unset when it goes.
class Value {
 public:
  explicit Value(GType type) { g_value_init(&value_, type); }
  ~Value() { g_value_unset(&value_); }
  Value(const Value&) = delete;
  Value& operator=(const Value&) = delete;

  GValue* get() { return &value_; }

 private:
  GValue value_ = G_VALUE_INIT;
};

/// What a control needs: name, nick, blurb, type (boolean, integer, number, choice, color, text),
/// default, and least and most or the choices.
nlohmann::json describe(GParamSpec* spec);

nlohmann::json to_json(GParamSpec* spec, const GValue* value);

/// Throws InvalidOption, naming the property and what it takes.
void from_json(GParamSpec* spec, const nlohmann::json& json, GValue* value);

/// As GStreamer writes it in pipelines.
std::string to_text(const GValue* value);
/// Throws InvalidOption.
void from_text(GParamSpec* spec, const std::string& text, GValue* value);

}  // namespace shm::camera

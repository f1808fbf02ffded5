#include "enums.hpp"

#include <gst/gst.h>

#include "settings.hpp"

namespace shm {
namespace {

template <typename Enum>
constexpr GEnumValue value(Enum number, const char* description, const char* nick) {
  return {static_cast<gint>(number), description, nick};
}

constexpr GEnumValue end_of_values = {0, nullptr, nullptr};

GType register_enum(const char* name, const GEnumValue* values) {
  const GType type = g_enum_register_static(name, values);
  gst_type_mark_as_plugin_api(type, GstPluginAPIFlags(0));
  return type;
}

}  // namespace

GType output_type() {
  static constexpr GEnumValue values[] = {
      value(Output::cutout, "The person, with alpha", "cutout"),
      value(Output::alpha, "Alpha alone, as grey", "alpha"),
      value(Output::trimap, "The trimap: 0 background, 128 unknown, 255 person", "trimap"),
      value(Output::composite, "The person over the background, opaque", "composite"),
      end_of_values};
  static const GType type = register_enum("GstShmMattingOutput", values);
  return type;
}

GType alpha_mode_type() {
  static constexpr GEnumValue values[] = {
      value(AlphaMode::straight, "Colours as in the frame", "straight"),
      value(AlphaMode::premultiplied, "Colours multiplied by alpha", "premultiplied"),
      end_of_values};
  static const GType type = register_enum("GstShmMattingAlphaMode", values);
  return type;
}

GType background_type() {
  static constexpr GEnumValue values[] = {
      value(Background::transparent, "Nothing", "transparent"),
      value(Background::color, "background-color", "colour"),
      value(Background::blur, "The frame's own background, blurred", "blur"),
      value(Background::image, "The picture background-image", "image"), end_of_values};
  static const GType type = register_enum("GstShmMattingBackground", values);
  return type;
}

GType precision_type() {
  static constexpr GEnumValue values[] = {
      value(Precision::automatic, "What the device does fastest and well", "auto"),
      value(Precision::fp32, "32-bit floating point", "fp32"),
      value(Precision::bf16, "16-bit brain floating point", "bf16"),
      value(Precision::fp16, "16-bit floating point", "fp16"),
      value(Precision::int8, "8-bit whole numbers, of a calibrated model", "int8"),
      end_of_values};
  static const GType type = register_enum("GstShmMattingPrecision", values);
  return type;
}

GType on_error_type() {
  static constexpr GEnumValue values[] = {
      value(OnError::transparent, "Show nothing", "transparent"),
      value(OnError::hold, "Repeat the last frame that was matted", "hold"),
      value(OnError::pass, "Show the frame as it is, room included", "pass"),
      value(OnError::error, "Stop with an error", "error"), end_of_values};
  static const GType type = register_enum("GstShmMattingOnError", values);
  return type;
}

}  // namespace shm

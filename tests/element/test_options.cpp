// SPDX-License-Identifier: MIT
// Properties against the rows that they are made from.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <type_traits>

#include "element_options.hpp"
#include "harness.hpp"

namespace shm {
namespace {

class Options : public testing::Test {
 protected:
  GObject* object() const { return G_OBJECT(element_.element.get()); }

  GParamSpec* spec_of(const OptionFacts& option) const {
    return g_object_class_find_property(G_OBJECT_GET_CLASS(object()), option.name);
  }

  template <typename Value>
  Value get(const OptionFacts& option) const {
    Value value{};
    g_object_get(object(), option.name, &value, nullptr);
    return value;
  }

  /// What GObject says to a value that is then not taken.
  template <typename Value>
  std::string warning_on(const OptionFacts& option, Value value) const {
    std::string warning;
    const GLogFunc keep = [](const gchar*, GLogLevelFlags, const gchar* text, gpointer to) {
      *static_cast<std::string*>(to) += text;
    };
    const guint handler =
        g_log_set_handler("GLib-GObject", GLogLevelFlags(G_LOG_LEVEL_MASK), keep, &warning);
    g_object_set(object(), option.name, value, nullptr);
    g_log_remove_handler("GLib-GObject", handler);
    return warning;
  }

 private:
  const Element element_{{{"model", "default"}}};
};

template <typename Option>
using ValueOf = typename std::remove_cvref_t<Option>::value_type;

template <typename Spec>
void expect_range(const Spec* spec, const OptionFacts& option) {
  EXPECT_EQ(double(spec->minimum), option.or_zero ? 0 : option.least) << option.name;
  EXPECT_EQ(double(spec->maximum), option.most) << option.name;
}

/// As they are shown, each value once.
std::set<std::string> names_of(GEnumClass* all) {
  std::set<std::string> names;
  for (const GEnumValue& value : std::span(all->values, all->n_values))
    names.insert(g_enum_get_value(all, value.value)->value_nick);
  return names;
}

template <typename Enum>
std::set<std::string> names_in_row() {
  std::set<std::string> names;
  for (const Choice<Enum>& choice : choices<Enum>)
    names.insert(choice.text);
  return names;
}

template <typename Enum>
guint spellings_in_row() {
  const auto aliases = std::ranges::count_if(
      choices<Enum>, [](const Choice<Enum>& choice) { return choice.alias != nullptr; });
  return guint(choices<Enum>.size() + std::size_t(aliases));
}

TEST_F(Options, HaveTheRangesOfTheirRows) {
  for_each_property([&](const auto& option) {
    using Value = ValueOf<decltype(option)>;
    GParamSpec* spec = spec_of(option);
    ASSERT_NE(spec, nullptr) << option.name;
    if constexpr (std::is_same_v<Value, int>) expect_range(G_PARAM_SPEC_INT(spec), option);
    if constexpr (std::is_same_v<Value, double>) expect_range(G_PARAM_SPEC_DOUBLE(spec), option);
    if constexpr (std::is_enum_v<Value>) {
      GEnumClass* values = G_PARAM_SPEC_ENUM(spec)->enum_class;
      EXPECT_EQ(names_of(values), names_in_row<Value>());
      EXPECT_EQ(values->n_values, spellings_in_row<Value>()) << option.name;
    }
  });
}

TEST_F(Options, MayChangeWhenTheirRowsSay) {
  for_each_property([&](const auto& option) {
    const GParamFlags flags = spec_of(option)->flags;
    EXPECT_EQ((flags & GST_PARAM_MUTABLE_PLAYING) != 0, !option.loading) << option.name;
    const bool text = std::is_same_v<ValueOf<decltype(option)>, std::string>;
    EXPECT_EQ((flags & GST_PARAM_CONTROLLABLE) != 0, !option.loading && !text) << option.name;
    EXPECT_EQ((flags & GST_PARAM_MUTABLE_READY) != 0, option.loading) << option.name;
  });
}

TEST_F(Options, StartAsTheirFieldsDo) {
  const Settings preset;
  for_each_property([&](const auto& option) {
    using Value = ValueOf<decltype(option)>;
    const Value& field = field_of(option, preset);
    if constexpr (std::is_same_v<Value, int> || std::is_same_v<Value, double>) {
      EXPECT_EQ(get<Value>(option), field) << option.name;
    }
    if constexpr (std::is_same_v<Value, bool>) {
      EXPECT_EQ(get<gboolean>(option), gboolean(field));
    }
    if constexpr (std::is_same_v<Value, Rgba>) {
      EXPECT_EQ(get<guint>(option), argb(field));
    }
    if constexpr (std::is_enum_v<Value>) {
      EXPECT_EQ(get<gint>(option), gint(field)) << option.name;
    }
    if constexpr (std::is_same_v<Value, std::string>) {
      EXPECT_EQ(TextPtr(get<gchar*>(option)).get(), field);
    }
  });
}

TEST_F(Options, OutsideTheirRangesAreRefusedByName) {
  for_each_property([&](const auto& option) {
    using Value = ValueOf<decltype(option)>;
    if constexpr (std::is_same_v<Value, int> || std::is_same_v<Value, double>) {
      const auto before = get<Value>(option);
      for (const Value outside : {Value(std::min(-1.0, option.least - 1)), Value(option.most + 1)})
        EXPECT_NE(warning_on(option, outside).find(option.name), std::string::npos) << option.name;
      EXPECT_EQ(get<Value>(option), before) << option.name;
    }
    if constexpr (std::is_enum_v<Value>) {
      EXPECT_NE(warning_on(option, 99).find(option.name), std::string::npos) << option.name;
    }
  });
}

}  // namespace
}  // namespace shm

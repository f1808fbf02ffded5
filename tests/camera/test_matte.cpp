// SPDX-License-Identifier: MIT
// The element's properties as the page and the settings see them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/gst.hpp"
#include "shm-camera/matte.hpp"
#include "shm/error.hpp"

using namespace shm::camera;
using nlohmann::json;

namespace {

class CameraMatte : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    gst_init(nullptr, nullptr);
    gst_preset_set_app_dir(SHM_BUILD_ROOT "/gst-plugin/presets");
    GError* error = nullptr;
    ASSERT_NE(gst_plugin_load_file(SHM_BUILD_ROOT "/gst-plugin/libgstshmmatting.so", &error),
              nullptr);
  }

  json control(const std::string& name) const {
    for (const json& property : matte.properties())
      if (property["name"] == name) return property;
    return {};
  }
  void refuses(const json& values, const std::string& text) {
    try {
      matte.set(values);
      ADD_FAILURE() << values << " was taken";
    } catch (const shm::InvalidOption& error) {
      EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
    }
  }
  std::string text_of(const char* name) const {
    GValue value = G_VALUE_INIT;
    g_object_get_property(G_OBJECT(matte.get()), name, &value);
    const shm::TextPtr text(gst_value_serialize(&value));
    g_value_unset(&value);
    return text.get();
  }

  Matte matte;
};

}  // namespace

TEST_F(CameraMatte, ControlsSayWhatThePageNeeds) {
  const json blur = control("blur-strength");
  EXPECT_EQ(blur["type"], "number");
  EXPECT_EQ(blur["least"], 0);
  EXPECT_EQ(blur["most"], 1);
  EXPECT_EQ(blur["default"], 0.5);
  EXPECT_FALSE(blur["nick"].get<std::string>().empty());
  EXPECT_FALSE(blur["blurb"].get<std::string>().empty());
  EXPECT_EQ(control("feather")["type"], "integer");
  EXPECT_EQ(control("enabled")["type"], "boolean");
  EXPECT_EQ(control("background-color")["value"], "#00b140");
  EXPECT_EQ(control("feather-side")["choices"][0]["value"], "outside");
}

TEST_F(CameraMatte, WhatAVirtualCameraNeverDoesIsNotOffered) {
  for (const char* name : {"output", "on-error", "alpha-mode", "model", "name", "qos", "stats"}) {
    EXPECT_TRUE(control(name).is_null()) << name;
    EXPECT_THROW(matte.set({{name, "pass"}}), shm::InvalidOption) << name;
  }
  EXPECT_THROW(matte.set_text("on-error", "pass"), shm::InvalidOption);
  EXPECT_EQ(text_of("output"), "composite");
  EXPECT_EQ(text_of("on-error"), "transparent");
}

TEST_F(CameraMatte, RoomIsBlurredAtFirst) {
  EXPECT_EQ(matte.values()["background"], "blur");
  EXPECT_EQ(matte.values()["enabled"], true);
  EXPECT_TRUE(matte.changed().empty());
}

TEST_F(CameraMatte, ValuesAreTakenAsTheyAreGiven) {
  matte.set({{"background", "color"},
             {"background-color", "#102030"},
             {"feather", 4},
             {"despill", 1},
             {"enabled", false}});
  const json values = matte.values();
  EXPECT_EQ(values["background"], "color");
  EXPECT_EQ(values["background-color"], "#102030");
  EXPECT_EQ(values["feather"], 4);
  EXPECT_EQ(values["despill"], 1.0);
  EXPECT_EQ(values["enabled"], false);
}

TEST_F(CameraMatte, TheOldSpellingOfColorIsTakenAndNotOffered) {
  const json background = control("background");
  for (const json& choice : background["choices"])
    EXPECT_NE(choice["value"], "colour");
  matte.set({{"background", "colour"}});
  EXPECT_EQ(matte.values()["background"], "color");
  matte.set({{"background", "blur"}});
  matte.set_text("background", "colour");
  EXPECT_EQ(matte.values()["background"], "color");
}

TEST_F(CameraMatte, WhatIsRefusedChangesNothing) {
  refuses({{"blur-strength", 0.1}, {"feather", 65}}, "feather: 65 is not in 0..64");
  EXPECT_EQ(matte.values()["blur-strength"], 0.5);
  refuses({{"feather", 1e30}}, "feather");
  for (const json& no_integer : {json(1.5), json("1"), json::array({1}), json(nullptr)})
    refuses({{"feather", no_integer}},
            "feather: " + no_integer.dump() + " is not a whole number in 0..64");
  refuses({{"despill", "much"}}, R"(despill: "much" is not a number in 0.0..1.0)");
  refuses({{"enabled", 1}}, "enabled");
  refuses({{"background", "green"}}, "transparent, color, blur, image");
  refuses({{"background-color", "#12345"}}, "background-color");
  refuses({{"background-color", 7}}, "background-color");
  refuses({{"nonsense", 1}}, "nonsense");
  refuses(json::array(), "object");
  refuses(nullptr, "object");
}

TEST_F(CameraMatte, TextsAreRefusedInTheSameWords) {
  const auto refusal = [this](const char* name, const char* text) {
    try {
      matte.set_text(name, text);
    } catch (const shm::InvalidOption& error) {
      return std::string(error.what());
    }
    return std::string("taken");
  };
  EXPECT_EQ(refusal("feather", "65"), "feather: 65 is not in 0..64");
  EXPECT_EQ(refusal("feather", "soft"), "feather: soft is not a whole number in 0..64");
  EXPECT_EQ(refusal("despill", "much"), "despill: much is not a number in 0.0..1.0");
}

TEST_F(CameraMatte, ChangedValuesComeBackAsText) {
  matte.set({{"background", "color"}, {"background-color", "#102030"}, {"despill", 0.25}});
  Matte other;
  for (const auto& [name, text] : matte.changed())
    other.set_text(name, text);
  EXPECT_EQ(other.values(), matte.values());
  EXPECT_EQ(matte.changed().size(), 3U);
}

TEST_F(CameraMatte, PresetsLeaveTheRoomHidden) {
  matte.load_preset("soft");
  EXPECT_EQ(matte.values()["feather"], 6);
  EXPECT_EQ(text_of("output"), "composite");
  EXPECT_THROW(matte.load_preset("nonsense"), shm::InvalidOption);
}

TEST_F(CameraMatte, StatisticsAreNumbersAndTexts) {
  const json stats = matte.stats();
  EXPECT_TRUE(stats["frames"].is_number());
  EXPECT_TRUE(stats["device"].is_string());
}

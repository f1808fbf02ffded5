// SPDX-License-Identifier: MIT
// Metadata written and read back, and each field that may be amiss.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "model/architecture.hpp"
#include "shm/error.hpp"
#include "shm/model.hpp"

namespace {

using shm::ClassOrder;
using shm::ModelMetadata;
using testing::AllOf;
using testing::HasSubstr;

using Fields = std::map<std::string, std::string>;

std::string rejection(const Fields& fields) {
  try {
    ModelMetadata::parse(fields);
  } catch (const shm::BadModel& error) {
    return error.what();
  }
  return "accepted";
}

std::string rejection_with(const std::string& field, const std::string& value) {
  Fields fields = ModelMetadata{}.fields();
  fields[field] = value;
  return rejection(fields);
}

void expect_rejected(const std::string& field, const std::vector<std::string>& values) {
  for (const std::string& value : values)
    EXPECT_THAT(rejection_with(field, value), AllOf(HasSubstr(field), HasSubstr(value))) << value;
}

}  // namespace

TEST(ModelMetadata, SurvivesBeingWrittenAndRead) {
  ModelMetadata written;
  written.architecture = "shm-live";
  written.classes = {2, 0, 1};
  written.bgr = false;
  written.mean = {123.675, 116.28, 103.53};
  written.scale = 1.0 / 58;
  written.size = 512;
  written.good_sizes = {256, 960};
  written.size_multiple = 64;
  written.stem_stride = 2;
  written.training = "two phases, 1,334 portraits";
  written.license = "MIT";
  for (const auto& layer : shm::make_shm_live().layers())
    written.ranges[layer.name] = 12.625;
  written.ranges["t_net.neck.0"] = 0;
  const ModelMetadata read = ModelMetadata::parse(written.fields());
  EXPECT_EQ(read.fields(), written.fields());
  EXPECT_EQ(read.classes, written.classes);
  EXPECT_EQ(read.mean, written.mean);
  EXPECT_EQ(read.scale, written.scale);
  EXPECT_EQ(read.ranges, written.ranges);
  EXPECT_EQ(read.good_sizes, written.good_sizes);
}

/// Of a model of architecture "shm-live".
Fields live_fields(const std::string& ranges) {
  ModelMetadata model;
  model.architecture = "shm-live";
  model.size_multiple = 64;
  Fields fields = model.fields();
  fields["ranges"] = ranges;
  return fields;
}

/// `number` for each of the layers, joined by commas; named, if asked for.
std::string ranges_of_live(const std::string& number, bool named) {
  std::string text;
  for (const auto& layer : shm::make_shm_live().layers())
    text += (text.empty() ? "" : ",") + (named ? layer.name + "=" : "") + number;
  return text;
}

TEST(ModelMetadata, RangesAreNumbersForAllLayers) {
  for (const std::string number : {" ", "-1", "nan", "1e31", "1 2", "much"})
    for (const bool named : {true, false})
      EXPECT_THAT(rejection(live_fields(ranges_of_live(number, named))), HasSubstr("ranges"));
  EXPECT_THAT(rejection(live_fields("1,2.5")), HasSubstr("66 layers"));
  EXPECT_THAT(rejection(live_fields("t_net.neck.0=1")), HasSubstr("it lacks t_net.feature"));
  EXPECT_EQ(rejection(live_fields(ranges_of_live("2.5", true))), "accepted");
  EXPECT_EQ(rejection(live_fields(ranges_of_live("2.5", false))), "accepted");
}

TEST(ModelMetadata, RangesAreOfShmLiveAlone) {
  expect_rejected("ranges", {"1,2.5"});
}

/// The order in which files without names have them is that of the first release's engine.
TEST(ModelMetadata, RangesWithoutNamesKeepTheirFirstOrder) {
  std::string numbers = "0";
  for (int i = 1; i < 66; ++i)
    numbers.append(",").append(std::to_string(i));
  const auto ranges = ModelMetadata::parse(live_fields(numbers)).ranges;
  EXPECT_EQ(ranges.at("t_net.feature.head_conv.0"), 0);
  EXPECT_EQ(ranges.at("t_net.feature.block_2.1.conv.3"), 8);
  EXPECT_EQ(ranges.at("t_net.neck.0"), 52);
  EXPECT_EQ(ranges.at("t_net.s4_lateral.0"), 53);
  EXPECT_EQ(ranges.at("t_net.s4_fusion.0"), 54);
  EXPECT_EQ(ranges.at("t_net.last_conv"), 61);
  EXPECT_EQ(ranges.at("m_net.conv_1.0"), 62);
  EXPECT_EQ(ranges.at("m_net.last_conv"), 65);
}

TEST(ModelMetadata, SidesMustSuitTheArchitecture) {
  ModelMetadata model;
  model.stem_stride = 2;
  model.size_multiple = model.least_multiple();
  EXPECT_EQ(model.size_multiple, 32);
  EXPECT_EQ(ModelMetadata::parse(model.fields()).size_multiple, 32);
  model.size_multiple = 16;
  EXPECT_THROW(ModelMetadata::parse(model.fields()), shm::BadModel);
  model.architecture = "shm-live";
  model.size_multiple = model.least_multiple();
  EXPECT_EQ(ModelMetadata::parse(model.fields()).size_multiple, 4);
}

TEST(ModelMetadata, FieldsThatItDoesNotKnowAreLeftAlone) {
  EXPECT_EQ(rejection_with("sha256", "abc"), "accepted");
  EXPECT_EQ(rejection_with("author", "somebody"), "accepted");
}

TEST(ModelMetadata, MissingFieldIsNamed) {
  for (const auto& named : ModelMetadata{}.fields()) {
    constexpr std::array optional = {"training", "license", "ranges", "good_sizes"};
    if (std::ranges::count(optional, named.first) > 0) continue;
    Fields fields = ModelMetadata{}.fields();
    fields.erase(named.first);
    EXPECT_THAT(rejection(fields), HasSubstr(named.first + " is missing"));
  }
}

TEST(ModelMetadata, FreeTextAndRangesMayBeMissing) {
  Fields fields = ModelMetadata{}.fields();
  fields.erase("ranges");
  fields.erase("training");
  fields.erase("license");
  fields.erase("good_sizes");
  EXPECT_EQ(rejection(fields), "accepted");
}

TEST(ModelMetadata, FieldOutOfRangeIsNamed) {
  expect_rejected("format_version", {"2", "", "1.0"});
  expect_rejected("architecture", {"modnet", "", "SHM"});
  expect_rejected("classes", {"bg,fg", "bg,fg,fg", "bg,fg,unsure,bg", "bg, fg, unsure", ""});
  expect_rejected("channel_order", {"bgr", "RGBA", ""});
  expect_rejected("mean", {"114,121", "114,121,134,1", "114,121,256", "-1,121,134", "nan,1,1",
                           "114,121,", "114;121;134", "0x10,1,1"});
  expect_rejected("scale", {"0", "-1", "nan", "inf", "1.5", "", "1e-2x", " 0.1", "0,1"});
  expect_rejected("size", {"63", "4097", "-320", "320.0", "", "320 ", "99999999999"});
  expect_rejected("good_sizes", {"320", "320,960,1280", "960,320", "63,640", "64,4097", "a,b"});
  expect_rejected("size_multiple", {"0", "15", "24", "65", "-16", ""});
  expect_rejected("stem_stride", {"0", "3", "", "2.0"});
}

TEST(ModelMetadata, OfANewerVersionSaysToUpdate) {
  for (const char* field : {"format_version", "architecture"})
    EXPECT_THAT(rejection_with(field, "9000"),
                AllOf(HasSubstr("is not known to this version"), HasSubstr("update it")));
}

TEST(ModelMetadata, StemOfStrideTwoNeedsMultiplesOf32) {
  Fields fields = ModelMetadata{}.fields();
  fields["stem_stride"] = "2";
  fields["size_multiple"] = "16";
  EXPECT_THAT(rejection(fields), HasSubstr("size_multiple"));
  fields["size_multiple"] = "32";
  EXPECT_EQ(rejection(fields), "accepted");
}

TEST(ClassOrder, ReadsTheOriginalsOrder) {
  const ClassOrder order = shm::parse_classes("bg,fg,unsure");
  EXPECT_EQ(order, (ClassOrder{0, 2, 1}));
  EXPECT_EQ(to_string(order), "bg,fg,unsure");
}

TEST(ClassOrder, IsTheOrderOfLabelsUnlessToldOtherwise) {
  EXPECT_EQ(to_string(ClassOrder{}), "bg,unsure,fg");
}

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  written.size_multiple = 64;
  written.stem_stride = 2;
  written.training = "two phases, 1,334 portraits";
  written.license = "MIT";
  written.ranges = {6, 0, 12.625};
  const ModelMetadata read = ModelMetadata::parse(written.fields());
  EXPECT_EQ(read.fields(), written.fields());
  EXPECT_EQ(read.classes, written.classes);
  EXPECT_EQ(read.mean, written.mean);
  EXPECT_EQ(read.scale, written.scale);
  EXPECT_EQ(read.ranges, written.ranges);
}

TEST(ModelMetadata, RangesAreNumbersAndOfShmLiveAlone) {
  ModelMetadata model;
  model.architecture = "shm-live";
  model.size_multiple = 64;
  Fields fields = model.fields();
  for (const char* ranges : {"1,", "1,-1", "nan", "1e31", "1 2", "much"}) {
    fields["ranges"] = ranges;
    EXPECT_THAT(rejection(fields), AllOf(HasSubstr("ranges"), HasSubstr(ranges)));
  }
  fields["ranges"] = "1,2.5";
  EXPECT_EQ(rejection(fields), "accepted");
  expect_rejected("ranges", {"1,2.5"});
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
    if (named.first == "training" || named.first == "license" || named.first == "ranges") continue;
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
  expect_rejected("size_multiple", {"0", "15", "24", "65", "-16", ""});
  expect_rejected("stem_stride", {"0", "3", "", "2.0"});
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
  const ClassOrder order = ClassOrder::parse("bg,fg,unsure");
  EXPECT_EQ(order, (ClassOrder{0, 2, 1}));
  EXPECT_EQ(order.text(), "bg,fg,unsure");
}

TEST(ClassOrder, IsTheOrderOfLabelsUnlessToldOtherwise) {
  EXPECT_EQ(ClassOrder{}.text(), "bg,unsure,fg");
}

// SPDX-License-Identifier: MIT
// Files of other programs, and every way in which one may lie.
#include "model/safetensors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "safetensors_file.hpp"
#include "shared_data.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace {

using shm::DType;
using shm::Safetensors;
using testing::AllOf;
using testing::HasSubstr;

const std::vector<std::byte> two_floats = bytes_of<float>({1.5F, -2.0F});

std::string entry(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return R"({"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

const std::string good_entry = entry("F32", "[2]", "[0,8]");

std::string rejection(const std::vector<std::byte>& file) {
  try {
    Safetensors::over(file, "m.safetensors");
  } catch (const shm::BadModel& error) {
    return error.what();
  }
  return "accepted";
}

std::string rejection(const std::string& header, const std::vector<std::byte>& data = two_floats) {
  return rejection(safetensors_file(header, data));
}

/// Of a file whose only tensor is "w" with this entry.
std::string rejection_of_entry(const std::string& w) {
  return rejection(R"({"w":)" + w + "}");
}

}  // namespace

TEST(Safetensors, ReadsWhatAnotherProgramWrote) {
  const auto file =
      safetensors_file(R"({"__metadata__":{"size":"320"},"a":)" + entry("F32", "[2]", "[2,10]") +
                           R"(,"b":)" + entry("F16", "[1,1]", "[0,2]") + "}   ",
                       bytes_of<std::uint16_t>({0x3c00, 0x0000, 0x3f80, 0x0000, 0x4000}));
  const Safetensors model = Safetensors::over(file, "m.safetensors");
  EXPECT_EQ(model.metadata().at("size"), "320");
  ASSERT_EQ(model.tensors().size(), 2U);
  EXPECT_EQ(model.tensors().at("b").dtype, DType::f16);
  EXPECT_EQ(model.tensors().at("b").shape, (std::vector<std::int64_t>{1, 1}));
  const auto bytes = model.tensors().at("a").bytes;
  EXPECT_EQ(std::vector(bytes.begin(), bytes.end()), bytes_of<float>({1.0F, 2.0F}));
}

TEST(Safetensors, GivesBackWhatWasWritten) {
  const auto f32 = bytes_of<float>({0.0F, -1.25F, 3.4e38F});
  const auto f16 = bytes_of<std::uint16_t>({0x7bff});
  const auto bf16 = bytes_of<std::uint16_t>({0x7f7f, 0xff7f, 0x0001});
  const auto i64 = bytes_of<std::int64_t>({std::numeric_limits<std::int64_t>::min(), -1});
  const std::map<std::string, shm::TensorView> written = {
      {"a.f16", {DType::f16, {}, f16}},        {"b.f32", {DType::f32, {3, 1}, f32}},
      {"c.bf16", {DType::bf16, {1, 3}, bf16}}, {"d.i64", {DType::i64, {2}, i64}},
      {"e.empty", {DType::f32, {0, 7}, {}}},   {"tab\t\"ä", {DType::f16, {1}, f16}}};
  const TemporaryFolder folder;
  shm::write_safetensors(folder / "m.safetensors", written, {{"license", "research \"use\""}});

  Safetensors opened = Safetensors::open(folder / "m.safetensors");
  const Safetensors model = std::move(opened);
  EXPECT_EQ(model.metadata().at("license"), "research \"use\"");
  ASSERT_EQ(model.tensors().size(), written.size());
  for (const auto& [name, tensor] : model.tensors()) {
    const shm::TensorView& was = written.at(name);
    EXPECT_EQ(tensor.dtype, was.dtype) << name;
    EXPECT_EQ(tensor.shape, was.shape) << name;
    EXPECT_TRUE(std::ranges::equal(tensor.bytes, was.bytes)) << name;
    EXPECT_EQ(std::uintptr_t(tensor.bytes.data()) % size_of(tensor.dtype), 0U) << name;
  }
}

TEST(Safetensors, AFileReplacedWhileOpenKeepsItsTensors) {
  const TemporaryFolder folder;
  const auto older = bytes_of<float>({1});
  const auto newer = bytes_of<float>({2});
  shm::write_safetensors(folder / "m.safetensors", {{"w", {DType::f32, {1}, older}}}, {});
  const Safetensors model = Safetensors::open(folder / "m.safetensors");
  shm::write_safetensors(folder / "m.safetensors", {{"w", {DType::f32, {1}, newer}}}, {});
  EXPECT_TRUE(std::ranges::equal(model.tensors().at("w").bytes, older));
}

TEST(Safetensors, WriterRefusesWhatTheReaderWould) {
  const TemporaryFolder folder;
  const auto nan = bytes_of<float>({std::numeric_limits<float>::quiet_NaN()});
  const auto write = [&](const shm::TensorView& tensor) {
    shm::write_safetensors(folder / "m.safetensors", {{"w", tensor}}, {});
  };
  EXPECT_THROW(write({DType::f32, {1}, nan}), shm::BadModel);
  EXPECT_THROW(write({DType::f32, {2}, bytes_of<float>({1})}), shm::BadModel);
  EXPECT_THROW(write({DType::f32, {-1}, {}}), shm::BadModel);
  EXPECT_FALSE(std::filesystem::exists(folder / "m.safetensors"));
}

TEST(Safetensors, AbsentFileIsNotFound) {
  EXPECT_THROW(Safetensors::open("/nowhere/m.safetensors"), shm::NotFound);
}

TEST(Safetensors, FoldersAndEmptyFilesAreRefused) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "empty.safetensors", "");
  EXPECT_THROW(Safetensors::open(folder.path()), shm::Error);
  EXPECT_THROW(Safetensors::open(folder / "empty.safetensors"), shm::BadModel);
}

TEST(Safetensors, RejectionNamesFileAndTensor) {
  EXPECT_THAT(rejection_of_entry(entry("F64", "[1]", "[0,8]")),
              AllOf(HasSubstr("m.safetensors"), HasSubstr("\"w\""), HasSubstr("F64")));
}

TEST(Safetensors, HeaderThatDoesNotFitIsRejected) {
  auto file = safetensors_file(R"({"w":)" + good_entry + "}", two_floats);
  for (const std::uint64_t length : {std::uint64_t(file.size() - 7), (std::uint64_t(16) << 20) + 1,
                                     std::numeric_limits<std::uint64_t>::max()}) {
    std::memcpy(file.data(), &length, sizeof length);
    EXPECT_THAT(rejection(file), HasSubstr("header of " + std::to_string(length)));
  }
}

TEST(Safetensors, PyTorchCheckpointIsToldHowToBecomeAModel) {
  const std::string zip("PK\3\4\0\0\10\10\0\0\0\0\0\0", 14);
  EXPECT_THAT(rejection(bytes_of<char>({zip.begin(), zip.end()})),
              HasSubstr("scripts/export_checkpoint.py"));
}

TEST(Safetensors, HeaderThatIsNoStrictJsonIsRejected) {
  const std::string good = R"({"w":)" + good_entry + "}";
  ASSERT_EQ(rejection(good), "accepted");
  EXPECT_EQ(rejection(good + "   "), "accepted");
  for (const std::string& bad :
       {std::string(), std::string("[]"), std::string("7"), good + "x", good + good, " " + good,
        "\xef\xbb\xbf" + good, good + std::string("\0", 1), good + std::string("\0{}", 3),
        good.substr(0, good.size() - 1), "/* */" + good, std::string("{\"\xff\":1}")})
    EXPECT_THAT(rejection(bad), HasSubstr("no JSON")) << bad;
}

TEST(Safetensors, DeepNestingIsRejected) {
  const std::string deep(1 << 20, '[');
  EXPECT_THAT(rejection_of_entry(deep), HasSubstr("not an object"));
  EXPECT_THAT(rejection_of_entry(entry("F32", deep, "[0,8]")), HasSubstr("nested too deeply"));
  EXPECT_THAT(rejection_of_entry(entry("F32", "[[2]]", "[0,8]")), HasSubstr("nested too deeply"));
}

TEST(Safetensors, ANameThatStandsTwiceIsRejected) {
  EXPECT_THAT(rejection(R"({"w":)" + good_entry + R"(,"w":)" + good_entry + "}"),
              HasSubstr("\"w\" twice"));
  EXPECT_THAT(rejection(R"({"w":)" + good_entry + R"(,"\u0077":)" + good_entry + "}"),
              HasSubstr("\"w\" twice"));
  EXPECT_THAT(rejection(R"({"__metadata__":{"a":"1","a":"2"},"w":)" + good_entry + "}"),
              HasSubstr("\"a\" twice"));
  EXPECT_THAT(
      rejection_of_entry(R"({"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]})"),
      HasSubstr("\"dtype\" twice"));
}

TEST(Safetensors, MetadataThatIsNotTextsIsRejected) {
  EXPECT_THAT(rejection(R"({"__metadata__":[],"w":)" + good_entry + "}"),
              HasSubstr("__metadata__"));
  EXPECT_THAT(rejection(R"({"__metadata__":{"size":320},"w":)" + good_entry + "}"),
              HasSubstr("\"size\""));
}

TEST(Safetensors, EntryOfTheWrongFormIsRejected) {
  EXPECT_THAT(rejection_of_entry("7"), HasSubstr("not an object"));
  EXPECT_THAT(rejection_of_entry(R"({"shape":[2],"data_offsets":[0,8]})"), HasSubstr("dtype"));
  EXPECT_THAT(rejection_of_entry(R"({"dtype":"F32","data_offsets":[0,8]})"), HasSubstr("shape"));
  EXPECT_THAT(rejection_of_entry(R"({"dtype":"F32","shape":[2]})"), HasSubstr("data_offsets"));
  EXPECT_THAT(
      rejection_of_entry(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8],"stride":[1]})"),
      HasSubstr("more than"));
}

TEST(Safetensors, UnknownDtypeIsRejected) {
  for (const char* dtype : {"F64", "f32", "", "I32", "BOOL"})
    EXPECT_THAT(rejection_of_entry(entry(dtype, "[1]", "[0,8]")), HasSubstr("dtype")) << dtype;
}

TEST(Safetensors, ImpossibleShapeIsRejected) {
  for (const char* shape :
       {"[-2]", "[2.0]", "[\"2\"]", "2", "[null]", "[18446744073709551617]", "[1e1]",
        "[2147483648]", "[1,1,1,1,1,1,1,1,2]", "[2147483647,2147483647,2147483647]",
        // 2^62 elements of 4 bytes: 0 modulo 2^64
        "[1073741824,1073741824,4]", "[1073741824,1073741824,4,0]"})
    EXPECT_THAT(rejection_of_entry(entry("F32", shape, "[0,8]")), HasSubstr("shape")) << shape;
}

TEST(Safetensors, OffsetsThatDisagreeWithTheShapeAreRejected) {
  for (const char* offsets : {"[0,4]", "[0,12]", "[8,0]", "[0]", "[0,8,8]", "[-8,0]", "[0.0,8.0]",
                              "[18446744073709551615,7]", "{}"})
    EXPECT_THAT(rejection_of_entry(entry("F32", "[2]", offsets)), HasSubstr("data_offsets"))
        << offsets;
}

TEST(Safetensors, TensorsThatOverlapAreRejected) {
  const std::string half = entry("F32", "[1]", "[4,8]");
  EXPECT_THAT(rejection(R"({"v":)" + half + R"(,"w":)" + good_entry + "}"),
              HasSubstr("\"v\" overlaps"));
  EXPECT_THAT(rejection(R"({"v":)" + good_entry + R"(,"w":)" + good_entry + "}"),
              HasSubstr("overlaps"));
}

TEST(Safetensors, BytesThatBelongToNoTensorAreRejected) {
  EXPECT_THAT(rejection_of_entry(entry("F32", "[1]", "[4,8]")), HasSubstr("hole before"));
  EXPECT_THAT(rejection_of_entry(entry("F32", "[1]", "[0,4]")), HasSubstr("4 bytes follow"));
  EXPECT_THAT(rejection("{}"), HasSubstr("8 bytes follow"));
}

TEST(Safetensors, TensorBeyondTheEndIsRejected) {
  EXPECT_THAT(rejection_of_entry(entry("F32", "[3]", "[0,12]")), HasSubstr("cut short"));
}

TEST(Safetensors, NanAndInfinityAreRejectedInEveryFloatType) {
  const auto of = [](const char* dtype, const std::vector<std::byte>& data, int count) {
    return rejection(R"({"w":)" +
                         entry(dtype, "[" + std::to_string(count) + "]",
                               "[0," + std::to_string(data.size()) + "]") +
                         "}",
                     data);
  };
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(of("F32", bytes_of<float>({1, nan}), 2), HasSubstr("\"w\" holds NaN"));
  EXPECT_THAT(of("F32", bytes_of<float>({-infinity, 1}), 2), HasSubstr("infinity"));
  for (const std::uint16_t bad : {0x7c00, 0xfc00, 0x7e00, 0xfc01})
    EXPECT_THAT(of("F16", bytes_of<std::uint16_t>({0, bad}), 2), HasSubstr("infinity")) << bad;
  for (const std::uint16_t bad : {0x7f80, 0xff80, 0x7fc0, 0xff81})
    EXPECT_THAT(of("BF16", bytes_of<std::uint16_t>({bad, 0}), 2), HasSubstr("infinity")) << bad;
  EXPECT_EQ(of("I64", bytes_of<std::int64_t>({-1}), 1), "accepted");
}

TEST(Safetensors, ChangedByteBreaksTheHash) {
  const TemporaryFolder folder;
  shm::write_safetensors(folder / "m.safetensors", {{"w", {DType::f32, {2}, two_floats}}}, {});
  std::string file = shm::read_whole_file(folder / "m.safetensors");
  file.back() ^= 1;
  EXPECT_THAT(rejection(bytes_of<char>({file.begin(), file.end()})), HasSubstr("sha256"));
}

TEST(Safetensors, TruncatedFileIsRejectedWhereverItEnds) {
  const TemporaryFolder folder;
  const std::vector<float> weights(100, 0.5F);
  const auto data = bytes_of(weights);
  shm::write_safetensors(folder / "m.safetensors",
                         {{"a", {DType::f32, {100}, data}}, {"b", {DType::f32, {10, 10}, data}}},
                         {{"license", "none"}});
  const std::string whole = shm::read_whole_file(folder / "m.safetensors");
  for (std::size_t size = 0; size < whole.size(); size += 64) {
    shm::write_whole_file(folder / "cut.safetensors", whole.substr(0, size));
    EXPECT_THROW(Safetensors::open(folder / "cut.safetensors"), shm::BadModel) << size;
  }
}

TEST(Safetensors, OpensTheFilesThatPythonWrote) {
  SHM_NEEDS_SHARED_DATA();
  EXPECT_EQ(Safetensors::open(shared_data("golden/random_weights.safetensors")).tensors().size(),
            429U);
  EXPECT_EQ(Safetensors::open(shared_data("golden/train_step.safetensors"))
                .tensors()
                .at("trimap_labels")
                .dtype,
            DType::i64);
}

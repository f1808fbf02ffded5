// SPDX-License-Identifier: MIT
// Tensors and metadata together, the default model's too.
#include "model/model_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shm/error.hpp"
#include "temporary_folder.hpp"

TEST(ModelFile, BringsTensorsAndMetadata) {
  const TemporaryFolder folder;
  const float weight = 1.5F;
  const shm::TensorView tensor{shm::DType::f32, {}, std::as_bytes(std::span(&weight, 1))};
  shm::ModelMetadata metadata;
  metadata.size = 512;
  shm::write_safetensors(folder / "m.safetensors", {{"w", tensor}}, metadata.fields());
  const shm::ModelFile model = shm::ModelFile::open(folder / "m.safetensors");
  EXPECT_EQ(model.metadata.size, 512);
  EXPECT_EQ(model.weights.tensors().count("w"), 1U);
}

TEST(ModelFile, FileAndFieldAreNamedWhereMetadataIsAmiss) {
  const TemporaryFolder folder;
  shm::write_safetensors(folder / "m.safetensors", {}, {{"format_version", "1"}});
  try {
    shm::ModelFile::open(folder / "m.safetensors");
    FAIL() << "a model without architecture was taken";
  } catch (const shm::BadModel& error) {
    EXPECT_THAT(error.what(),
                testing::AllOf(testing::HasSubstr((folder / "m.safetensors").string()),
                               testing::HasSubstr("architecture is missing")));
  }
}

TEST(ModelFile, DefaultModelIsWholeAndSaysWhatItIs) {
  const shm::ModelFile model = shm::ModelFile::open(SHM_SOURCE_ROOT "/models/default.safetensors");
  EXPECT_EQ(model.metadata.license, "research use");
  EXPECT_EQ(model.weights.metadata().count("sha256"), 1U);
}

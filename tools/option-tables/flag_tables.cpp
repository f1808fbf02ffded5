// SPDX-License-Identifier: MIT
// Tables of the programs' flags.
#include "flag_tables.hpp"

#include "cells.hpp"
#include "shm-train/flags.hpp"
#include "shm/prep_options.hpp"
#include "shm/train_options.hpp"

namespace shm {
namespace {

std::string flag(const OptionFacts& option) {
  const std::string name = code(std::string("--") + option.name);
  return *option.alias == '\0' ? name : name + ", " + code(std::string("--") + option.alias);
}

/// What an enum's values are, behind what the option is.
template <typename Value>
std::string values_of() {
  std::string values;
  if constexpr (std::is_enum_v<Value>)
    for (const Choice<Value>& choice : choices<Value>)
      values += (values.empty() ? ". " : "; ") + code(choice.text) + ": " + choice.blurb;
  return values;
}

template <typename Struct, typename Value>
std::string cells_of(const std::string& first, const Option<Struct, Value>& option) {
  const Struct preset;
  const bool is_switch = std::is_same_v<Value, bool>;
  return row({first, option.unit, is_switch ? "" : range_of<Value>(option),
              is_switch ? "" : code(text_of(preset.*option.field)),
              option.blurb + values_of<Value>()});
}

template <typename Struct>
std::string rows_of() {
  std::string rows;
  for_each_option<Struct>([&](const auto& option) {
    if (option.offered != Offered::by_library) rows += cells_of(flag(option), option);
  });
  return rows;
}

std::string head(const std::string& first) {
  return row({first, "unit", "range", "default", "what it does"}) +
         row({"---", "---", "---", "---", "---"});
}

std::string terms() {
  std::string rows = head("term of `--loss`");
  for_each_option<LossWeights>([&](const auto& term) { rows += cells_of(code(term.name), term); });
  return rows;
}

}  // namespace

std::string training_flags() {
  return head("flag") + rows_of<tools::TrainFlags>() + rows_of<SampleOptions>() +
         rows_of<TrainOptions>() + "\n" + terms();
}

std::string preparation_flags() {
  return head("`shm-prep trimap`, `aisegment`") + rows_of<TrimapOptions>() + "\n" +
         head("`shm-prep alpha`") + rows_of<AlphaOptions>() + "\n" +
         head("`shm-prep mask`, `aisegment`") + rows_of<MaskOptions>() + "\n" +
         head("`shm-prep aisegment`") + rows_of<AisegmentOptions>() + "\n" +
         head("`shm-prep check`") + rows_of<CheckOptions>() + "\n" + head("all but `list`") +
         rows_of<BatchOptions>();
}

}  // namespace shm

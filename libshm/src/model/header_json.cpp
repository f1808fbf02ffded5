// SPDX-License-Identifier: MIT
// The JSON of a safetensors header, as names and fields.
#include "model/header_json.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "shm/error.hpp"

namespace shm {
namespace {

using nlohmann::json;

/// Takes in values as the parser meets them, and makes no tree of them: the parser's own asks for
/// memory as it goes, and ends the process where there is none.
class HeaderReader final : public nlohmann::json_sax<json> {
 public:
  std::map<std::string, HeaderFields> take() { return std::move(names_); }

  bool start_object(std::size_t /*size*/) override {
    if (level_ == Level::fields) refuse("an object");
    go_deeper();
    return true;
  }
  bool end_object() override { return go_up(); }

  /// JSON allows a key twice, and lets the reader choose; here neither is believed.
  bool key(std::string& key) override {
    const bool is_new = level_ == Level::names ? names_.try_emplace(name_ = key).second
                                               : names_[name_].try_emplace(field_ = key).second;
    if (!is_new) throw BadModel("the header names " + shm::quoted(key) + " twice");
    return true;
  }

  bool start_array(std::size_t /*size*/) override {
    if (level_ == Level::names) refuse("a list");
    go_deeper();
    value() = std::vector<std::uint64_t>();
    return true;
  }
  bool end_array() override { return go_up(); }

  bool string(std::string& text) override {
    if (level_ != Level::fields) refuse(shm::quoted(text));
    value() = std::move(text);
    return true;
  }
  bool number_unsigned(std::uint64_t number) override {
    if (level_ != Level::list) refuse(std::to_string(number));
    std::get<std::vector<std::uint64_t>>(value()).push_back(number);
    return true;
  }

  bool null() override { refuse("null"); }
  bool boolean(bool value) override { refuse(value ? "true" : "false"); }
  bool number_integer(std::int64_t number) override { refuse(std::to_string(number)); }
  bool number_float(double /*number*/, const std::string& text) override { refuse(text); }
  bool binary(json::binary_t& /*bytes*/) override { refuse("binary"); }

  bool parse_error(std::size_t /*place*/, const std::string& /*token*/,
                   const json::exception& error) override {
    throw BadModel(std::string("the header is no JSON: ") + error.what());
  }

 private:
  enum class Level { outside, names, fields, list };

  HeaderFields::mapped_type& value() { return names_[name_][field_]; }

  void go_deeper() {
    if (level_ == Level::list) throw BadModel("the header is nested too deeply");
    level_ = Level(int(level_) + 1);
  }
  bool go_up() {
    level_ = Level(int(level_) - 1);
    return true;
  }

  [[noreturn]] void refuse(const std::string& value) const {
    if (level_ == Level::names) throw BadModel(quoted(name_) + " is not an object but " + value);
    throw BadModel(quoted(name_) + ": " + quoted(field_) + ": " + value + " is " +
                   (level_ == Level::list ? "not a count" : "neither a text nor a list of counts"));
  }

  std::map<std::string, HeaderFields> names_;
  Level level_ = Level::outside;
  std::string name_, field_;  ///< of the value that comes
};

}  // namespace

std::map<std::string, HeaderFields> read_header_json(std::string_view text) {
  // The JSON parser takes a NUL for the end of the text, and would not see what hides behind it.
  if (!text.starts_with('{') || text.find('\0') != std::string_view::npos)
    throw BadModel("the header is no JSON object");
  HeaderReader reader;
  json::sax_parse(text, &reader);
  return reader.take();
}

std::string quoted(const std::string& name) {
  return json(name).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace shm

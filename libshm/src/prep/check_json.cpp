// SPDX-License-Identifier: MIT
// A check's report as JSON.

#include <nlohmann/json.hpp>

#include "shm/check.hpp"

namespace shm {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const std::vector<Fault>& faults) {
  Json list = Json::array();
  for (const Fault& fault : faults)
    list.push_back({{"name", fault.name}, {"what", fault.what}});
  return list;
}

Json to_json(const std::vector<NearDuplicate>& pairs) {
  Json list = Json::array();
  for (const NearDuplicate& pair : pairs)
    list.push_back({{"train", pair.train}, {"val", pair.val}, {"distance", pair.distance}});
  return list;
}

Json to_json(const std::vector<Suspect>& suspects) {
  Json list = Json::array();
  for (const Suspect& suspect : suspects)
    list.push_back({{"name", suspect.name}, {"doubt", suspect.doubt}});
  return list;
}

}  // namespace

std::string to_json(const CheckReport& report) {
  return Json{{"passed", report.passed()},
              {"stopped", report.stopped},
              {"pictures", report.pictures},
              {"good", {{"train", report.good.train.size()}, {"val", report.good.val.size()}}},
              {"faults", to_json(report.faults)},
              {"near_duplicates", to_json(report.near_duplicates)},
              {"worst", to_json(report.worst)},
              {"samples", report.samples}}
      .dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace shm

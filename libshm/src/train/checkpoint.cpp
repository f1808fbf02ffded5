// SPDX-License-Identifier: MIT
// Files from which a run goes on.

#include "train/checkpoint.hpp"

#include <ATen/CPUGeneratorImpl.h>

#include <nlohmann/json.hpp>

#include "model/model_file.hpp"
#include "nn/state.hpp"
#include "shm/error.hpp"
#include "train/loss_terms.hpp"

namespace shm {

static void to_json(nlohmann::json& json, const LossTerms& loss) {
  for (const auto& term : all_loss_terms<double>)
    json[term.name] = loss.*term.field;
}
static void from_json(const nlohmann::json& json, LossTerms& loss) {
  for (const auto& term : all_loss_terms<double>)
    json.at(term.name).get_to(loss.*term.field);
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RunState, step, skipped, best, has_best, loss_scale,
                                                epoch_loss, epoch_steps, validated, text_size)

namespace {

namespace fs = std::filesystem;

using Tensors = std::map<std::string, torch::Tensor>;

const std::string average_prefix = "ema.";
const std::string optimizer_prefix = "adam.";
const std::string generator_name = "generator";

/// The state of the generator that initial weights come from, as int64: its bytes are many of 8.
torch::Tensor generator_state() {
  return at::detail::getDefaultCPUGenerator().get_state().view(torch::kInt64);
}

/// Everything with a name that is saved as it stands in memory and filled on resuming.
Tensors live_tensors(const RunParts& parts) {
  Tensors tensors = named_state(parts.module);
  tensors.merge(parts.optimizer.state());
  if (parts.ema != nullptr)
    for (const auto& [name, value] : parts.ema->state())
      tensors[average_prefix + name] = value;
  return tensors;
}

void fill(const torch::Tensor& target, const std::string& name,
          const std::map<std::string, TensorView>& tensors) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw BadModel("the checkpoint has no " + name);
  const torch::Tensor source = to_tensor(found->second);
  if (source.sizes() != target.sizes())
    throw BadModel("the checkpoint's " + name + " has another shape");
  target.copy_(source);
}

nlohmann::json json_of(const Safetensors& file, const std::string& key) {
  const auto found = file.metadata().find(key);
  if (found == file.metadata().end()) throw BadModel("not a checkpoint of a run: it has no " + key);
  return nlohmann::json::parse(found->second);
}

void check_identity(const Safetensors& file, const RunIdentity& identity) {
  const auto before = json_of(file, "run_identity").get<RunIdentity>();
  for (const auto& [name, value] : identity)
    if (const auto found = before.find(name); found == before.end() || found->second != value)
      throw InvalidOption(name + ": " + value + " cannot resume a run with " +
                          (found == before.end() ? "none" : found->second));
}

}  // namespace

void save_checkpoint(const fs::path& file, const RunParts& parts, const ModelMetadata& metadata,
                     const RunIdentity& identity) {
  Tensors tensors = live_tensors(parts);
  tensors[generator_name] = generator_state();
  std::map<std::string, TensorView> views;
  for (auto& [name, tensor] : tensors) {
    tensor = tensor.detach().cpu().contiguous();
    views[name] = view_of(tensor);
  }
  auto fields = metadata.fields();
  fields["run_state"] = nlohmann::json(parts.state).dump();
  fields["run_identity"] = nlohmann::json(identity).dump();
  write_safetensors(file, views, fields);
}

void load_checkpoint(const fs::path& file, const RunParts& parts, const RunIdentity& identity) {
  const Safetensors checkpoint = Safetensors::open(file);
  check_identity(checkpoint, identity);
  const torch::NoGradGuard no_gradient;
  for (const auto& [name, tensor] : live_tensors(parts))
    fill(tensor, name, checkpoint.tensors());
  torch::Tensor generator = generator_state();
  fill(generator, generator_name, checkpoint.tensors());
  at::Generator source = at::detail::getDefaultCPUGenerator();
  source.set_state(generator.view(torch::kUInt8));
  json_of(checkpoint, "run_state").get_to(parts.state);
}

std::map<std::string, TensorView> deployed_weights(const Safetensors& file) {
  std::map<std::string, TensorView> plain, averages;
  for (const auto& [name, view] : file.tensors()) {
    if (name.starts_with(average_prefix))
      averages[name.substr(average_prefix.size())] = view;
    else if (!name.starts_with(optimizer_prefix) && name != generator_name)
      plain[name] = view;
  }
  return averages.empty() ? plain : averages;
}

void load_deployed_weights(torch::nn::Module& module, const Safetensors& file) {
  const torch::NoGradGuard no_gradient;
  const auto weights = deployed_weights(file);
  for (const auto& [name, tensor] : named_state(module))
    fill(tensor, name, weights);
}

RunSummary summary_of(const Safetensors& file) {
  RunState state;
  json_of(file, "run_state").get_to(state);
  return {state.step, json_of(file, "run_identity").at("phase").get<std::string>()};
}

}  // namespace shm

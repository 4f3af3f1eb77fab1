// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/cluster_hints.hpp"

#include "console/text.hpp"
#include "sandbox/hints.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

using Hints = std::vector<std::string>;

std::vector<std::string> resource_names(const Resources& resources) {
    std::vector<std::string> names;
    for (const ReportedResource& resource : resources) names.push_back(resource.name);
    return names;
}

std::vector<std::string> checkpoint_texts(const CheckpointList& checkpoints) {
    std::vector<std::string> names;
    for (const ReportedCheckpoint& checkpoint : checkpoints) names.push_back(checkpoint.text);
    return names;
}

const ReportedResource* find_resource(const Resources& resources, std::string_view name) {
    const auto found = std::ranges::find_if(resources, [&](const ReportedResource& resource) {
        return detail::equals_ignoring_ascii_case(resource.name, name);
    });
    return found == resources.end() ? nullptr : &*found;
}

Hints hints_for_missing_provider(const CspSpec& name) {
    if (!name.provider_name()) return {};
    std::vector<std::string> documented;
    for (const KnownProvider& known : known_providers) documented.emplace_back(known.name);
    const std::string similar = nearest(*name.provider_name(), documented);
    if (similar.empty() || similar == *name.provider_name()) return {};
    return {fmt::format("did you mean {}?", shell_quoted(similar))};
}

}  // namespace

bool needs_resources(const Error& error) noexcept {
    return error.code == Errc::resource_not_found || error.code == Errc::checkpoint_not_found ||
           error.code == Errc::key_container_not_found;
}

Hints cluster_hints(const Error& error, std::string_view resource, const CspSpec* checkpoint,
                    const Resources& resources) {
    if (error.code == Errc::resource_not_found && !resources.empty())
        return hints_for_unknown_name(resource, resource_names(resources), "resources");
    if (checkpoint == nullptr) return {};
    if (Hints hints = hints_for_name(error, *checkpoint); !hints.empty()) return hints;
    const ReportedResource* const found = find_resource(resources, resource);
    switch (error.code) {
        case Errc::key_container_not_found:
            if (!found || found->owner_node.empty()) return {};
            return {fmt::format("to see why, on {}: {} preflight {}",
                                quoted_name(found->owner_node), program_name(),
                                shell_quoted(to_checkpoint_name(*checkpoint)))};
        case Errc::checkpoint_already_exists:
            return {"if it may exist already: ensure instead of add"};
        case Errc::checkpoint_not_found:
            if (!found) return {};
            return hints_for_missing_checkpoint(resource, *checkpoint,
                                                checkpoint_texts(found->crypto_checkpoints));
        case Errc::provider_not_found: return hints_for_missing_provider(*checkpoint);
        default: return {};
    }
}

}  // namespace crypto_checkpoint::cli

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/state.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What to do about errors of the sandbox, as lines that are safe to show.
namespace crypto_checkpoint::cli {

/// After a command of the sandbox failed.
[[nodiscard]] std::vector<std::string> hints_for_command(const Context& context, const Error& error,
                                                         const FakeClusterCommand& command,
                                                         const FakeClusterState& state);

/// After a change of the checkpoint @p name of @p resource failed.
[[nodiscard]] std::vector<std::string> hints_for_checkpoint(const Context& context,
                                                            const Error& error,
                                                            std::string_view resource,
                                                            const CspSpec& name,
                                                            const FakeClusterState& state);

[[nodiscard]] std::vector<std::string> hints_for_missing_resource(const Context& context,
                                                                  std::string_view resource,
                                                                  const FakeClusterState& state);
/// @param except  a node not to suggest
[[nodiscard]] std::vector<std::string> hints_for_missing_node(const Context& context,
                                                              std::string_view node,
                                                              const FakeClusterState& state,
                                                              std::string_view except = {});
/// If no node is up.
[[nodiscard]] std::vector<std::string> hints_for_unreachable(const Context& context,
                                                             const FakeClusterState& state);

/// The shortest name of a container: without the provider where it is the node's default.
[[nodiscard]] CspSpec name_of(const FakeContainerName& container, const FakeNode& node);

/// The name of a container that the node does not have yet.
[[nodiscard]] CspSpec new_container(const FakeNode& node);

/// The command that adds a first checkpoint to a resource, after one that creates a key if need be;
/// empty if there is no such resource.
[[nodiscard]] std::string how_to_add(const Context& context, std::string_view resource,
                                     const FakeClusterState& state);

// What is known of any cluster:

/// The nearest of the existing names, or a list of them.
[[nodiscard]] std::vector<std::string> hints_for_unknown_name(
    std::string_view word, const std::vector<std::string>& existing, std::string_view kind);

/// @param existing  the checkpoints of the resource
[[nodiscard]] std::vector<std::string> hints_for_missing_checkpoint(
    std::string_view resource, const CspSpec& name, const std::vector<std::string>& existing);

/// What the name alone says about an error.
[[nodiscard]] std::vector<std::string> hints_for_name(const Error& error, const CspSpec& name);

/// How to fill an empty sandbox.
[[nodiscard]] std::string how_to_fill(const Context& context);

/// The node that owns a resource; nullptr if there is no such resource.
[[nodiscard]] const std::string* owner_of(std::string_view resource, const FakeClusterState& state);

}  // namespace crypto_checkpoint::cli

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/fake/state.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// What to do instead, where a checkpoint of @p name could not be changed on @p resource.
[[nodiscard]] std::vector<std::string> hints_for_checkpoint(const Context& context,
                                                            const Error& error,
                                                            std::string_view resource,
                                                            const CspSpec& name,
                                                            const FakeClusterState& state);

/// What there is instead of a resource, a node or a provider that does not exist.
[[nodiscard]] std::vector<std::string> hints_for_missing_resource(const Context& context,
                                                                  std::string_view resource,
                                                                  const FakeClusterState& state);
/// @param except  a node that would not do either
[[nodiscard]] std::vector<std::string> hints_for_missing_node(const Context& context,
                                                              std::string_view node,
                                                              const FakeClusterState& state,
                                                              std::string_view except = {});
[[nodiscard]] std::vector<std::string> hints_for_missing_provider(const Context& context,
                                                                  const std::string& node,
                                                                  const CspSpec& name,
                                                                  const FakeClusterState& state);

/// What a node has instead of a key container that is not there at machine level.
[[nodiscard]] std::vector<std::string> hints_for_missing_container(const Context& context,
                                                                   const std::string& node,
                                                                   const CspSpec& name,
                                                                   const FakeClusterState& state);

/// What to do where a node is down.
[[nodiscard]] std::vector<std::string> hints_for_stopped_node(const Context& context,
                                                              std::string_view node);

/// What a resource lacks on its node to come online.
[[nodiscard]] std::vector<std::string> hints_for_failed_resource(const Context& context,
                                                                 std::string_view resource,
                                                                 const FakeClusterState& state);

/// What to do where no node is up.
[[nodiscard]] std::vector<std::string> hints_for_unreachable(const Context& context,
                                                             const FakeClusterState& state);

/// The command that gives a resource its first checkpoint; makes a key first where there is none.
[[nodiscard]] std::string how_to_add(const Context& context, std::string_view resource,
                                     const FakeClusterState& state);

/// The node that a resource is on, or nullptr where there is no such resource.
[[nodiscard]] const std::string* owner_of(std::string_view resource, const FakeClusterState& state);

/// How to fill a sandbox that has nothing in it.
[[nodiscard]] std::string how_to_fill(const Context& context);

}  // namespace crypto_checkpoint::cli

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_NAME_LIMIT_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_NAME_LIMIT_HPP

#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/state.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// 0 for a member of a command that is no name.
template <class Name>
std::size_t size_of_name(const Name& name) {
    if constexpr (std::is_convertible_v<const Name&, std::string_view>)
        return std::string_view(name).size();
    else if constexpr (std::is_convertible_v<const Name&, CspSpecView>)
        return name.provider_name().value_or(std::string_view()).size() +
               name.key_container().size();
    else
        return 0;
}

/// Rejects names that are too long. Not part of the model, which replays what an older version
/// accepted.
template <class... Name>
Result<void> check_name_sizes(const Name&... names) {
    if (((size_of_name(names) <= max_fake_name_bytes) && ...)) return {};
    return std::unexpected(
        Error(Errc::limit_exceeded,
              "a name is longer than " + std::to_string(max_fake_name_bytes) + " bytes"));
}

/// Rejects a call of a backend that names no resource, or has a name that is too long.
template <class... Spec>
Result<void> check_call(std::string_view resource, const Spec&... spec) {
    auto valid = check_resource_name(resource);
    if (valid) valid = check_name_sizes(spec...);
    return about_resource(resource, std::move(valid));
}

inline Result<void> check_name_sizes_of(const FakeClusterCommand& command) {
    return std::visit(
        [](const auto& chosen) {
            return std::apply([](const auto&... member) { return check_name_sizes(member...); },
                              chosen.members(chosen));
        },
        command);
}

/// Names the resource of a command, if it has one, in its error. The name is copied before: nothing throws
/// after a change.
template <class Execute>
ExecutionResult about_resource_of(const FakeClusterCommand& command, Execute execute) {
    std::string resource = std::visit(
        [](const auto& chosen) {
            if constexpr (requires { chosen.resource; })
                return std::string(chosen.resource);
            else
                return std::string();
        },
        command);
    ExecutionResult result = execute();
    if (!result.outcome) result.outcome.error().resource = std::move(resource);
    return result;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_NODE_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_NODE_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/fake/state.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

inline Result<void> refused(Errc code) { return std::unexpected(error_with_native(code)); }
inline Result<void> already_exists(std::string kind, std::string_view name) {
    return std::unexpected(
        Error(Errc::object_already_exists, kind.append(" '").append(name).append("'")));
}

inline Error no_node_up() { return {Errc::cluster_unreachable, "no node is up"}; }

template <class Value>
Result<typename NameMap<Value>::value_type*> find_named(NameMap<Value>& map, std::string kind,
                                                        std::string_view name) {
    const auto found = map.find(name);
    if (found == map.end())
        return std::unexpected(
            Error(Errc::object_not_found, kind.append(" '").append(name).append("'")));
    return &*found;
}

/// A node that is up, with the documented CSPs installed.
inline FakeNode new_fake_node() {
    FakeNode node;
    for (const KnownProvider& known : known_providers) {
        node.providers.emplace(known.name, known.type);
        node.default_providers.try_emplace(known.type, known.name);
    }
    // Seen as the default of a current Windows host; the other defaults are chosen.
    node.default_providers[ProviderType(1)] = "Microsoft Strong Cryptographic Provider";
    return node;
}

/// The machine-level container that a spec names on a node, with the CSP that CryptAcquireContext
/// would choose.
inline Result<FakeContainerName> resolve_container(const FakeNode& node, CspSpecView spec) {
    const auto fail = [](Errc code) -> Result<FakeContainerName> {
        return std::unexpected(error_with_native(code));
    };
    if (!spec.provider_type().is_valid()) return fail(Errc::provider_type_out_of_range);
    FakeContainerName container{spec.provider_type(), {}, std::string(spec.key_container())};
    if (const auto name = spec.provider_name()) {
        const auto provider = node.providers.find(*name);
        if (provider == node.providers.end()) return fail(Errc::provider_not_found);
        if (provider->second != spec.provider_type()) return fail(Errc::provider_type_mismatch);
        container.provider_name = provider->first;
    } else {
        const auto provider = node.default_providers.find(spec.provider_type());
        constexpr NativeCode type_not_defined{NativeDomain::hresult, 0x80090017};
        if (provider == node.default_providers.end())
            return std::unexpected(Error(Errc::provider_not_found, type_not_defined));
        container.provider_name = provider->second;
    }
    return container;
}

using FakeContainer = decltype(FakeNode::containers)::value_type;

inline Result<const FakeContainer*> find_container(const FakeNode& node, CspSpecView spec) {
    const auto name = resolve_container(node, spec);
    if (!name) return std::unexpected(name.error());
    const auto container = node.containers.find(*name);
    if (container == node.containers.end())
        return std::unexpected(error_with_native(Errc::key_container_not_found));
    return &*container;
}

inline Result<FakeKey> find_key(const FakeClusterState& state, std::string_view node,
                                CspSpecView container) {
    const auto found = state.nodes.find(node);
    if (found == state.nodes.end())
        return std::unexpected(Error(Errc::object_not_found, "the node"));
    const auto key = find_container(found->second, container);
    if (!key) return std::unexpected(key.error());
    return (*key)->second;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

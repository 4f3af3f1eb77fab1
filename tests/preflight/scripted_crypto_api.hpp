// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/preflight/preflight.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace test_support {

/// A machine with one container, which records calls and fails as configured.
class ScriptedCryptoApi {
public:
    using Context = int;
    using Key = int;
    template <class T>
    using Response = crypto_checkpoint::CryptoApiResult<T>;

    struct Opening {
        std::string container;
        std::string provider;
        std::uint32_t type = 0;
        std::uint32_t flags = 0;
        friend bool operator==(const Opening&, const Opening&) = default;
    };

    // the machine
    std::vector<crypto_checkpoint::InstalledProvider> providers{
        {"Strong Provider", crypto_checkpoint::ProviderType(1)},
        {"AES Provider", crypto_checkpoint::ProviderType(24)}};
    std::map<std::uint32_t, std::string> defaults{{1, "Strong Provider"}};
    /// The permissions of the keys in the container.
    std::map<std::uint32_t, std::uint32_t> keys{{1, 0x3F}};
    std::uint32_t implementation = 2;  // CRYPT_IMPL_SOFTWARE

    // the last error of each function; 0: success
    std::uint32_t opening_fails = 0;
    std::uint32_t default_fails = 0;
    std::uint32_t enumerating_fails = 0;
    std::uint32_t implementation_fails = 0;
    std::map<std::uint32_t, std::uint32_t> key_fails;
    std::map<std::uint32_t, std::uint32_t> permissions_fail;
    bool lists_providers_forever = false;

    // the calls
    std::vector<Opening> openings;
    std::vector<std::uint32_t> default_flags;
    std::vector<std::uint32_t> key_parameters;
    std::uint32_t enumerations = 0;
    std::set<int> open_handles;
    int bad_releases = 0;

    Response<Context> acquire_context(const std::string& container, const std::string& provider,
                                      std::uint32_t type, std::uint32_t flags) {
        openings.push_back({container, provider, type, flags});
        if (opening_fails != 0) return std::unexpected(opening_fails);
        return opened(0);
    }
    void release_context(Context context) noexcept {
        // A key must not outlive its context.
        if (open_handles.size() != 1) ++bad_releases;
        close(context);
    }
    Response<Key> user_key(Context context, std::uint32_t spec) {
        if (!open_handles.contains(context)) ++bad_releases;
        if (key_fails.contains(spec)) return std::unexpected(key_fails[spec]);
        if (!keys.contains(spec)) return std::unexpected(no_key);
        return opened(static_cast<int>(spec));
    }
    void destroy_key(Key key) noexcept { close(key); }
    Response<std::uint32_t> key_parameter(Key key, std::uint32_t parameter) {
        key_parameters.push_back(parameter);
        const auto spec = static_cast<std::uint32_t>(key);
        if (permissions_fail.contains(spec)) return std::unexpected(permissions_fail[spec]);
        return keys.at(spec);
    }
    Response<std::uint32_t> provider_parameter(Context, std::uint32_t parameter) {
        if (implementation_fails != 0) return std::unexpected(implementation_fails);
        if (parameter != 3) return std::unexpected(0x8009000A);  // NTE_BAD_TYPE
        return implementation;
    }
    Response<std::string> default_provider(std::uint32_t type, std::uint32_t flags) {
        default_flags.push_back(flags);
        if (default_fails != 0) return std::unexpected(default_fails);
        const auto found = defaults.find(type);
        if (found == defaults.end()) return std::unexpected(0x80090017);  // NTE_PROV_TYPE_NOT_DEF
        return found->second;
    }
    Response<crypto_checkpoint::InstalledProvider> enumerated_provider(std::uint32_t index) {
        ++enumerations;
        if (enumerating_fails != 0) return std::unexpected(enumerating_fails);
        if (lists_providers_forever) return providers.front();
        if (index >= providers.size()) return std::unexpected(259);  // ERROR_NO_MORE_ITEMS
        return providers[index];
    }

private:
    static constexpr std::uint32_t no_key = 0x8009000D;

    int opened(int handle) {
        if (!open_handles.insert(handle).second) ++bad_releases;
        return handle;
    }
    void close(int handle) noexcept {
        if (open_handles.erase(handle) != 1) ++bad_releases;
    }
};

static_assert(crypto_checkpoint::CryptoApi<ScriptedCryptoApi>);

}  // namespace test_support

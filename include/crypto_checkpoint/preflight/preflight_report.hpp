// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_PREFLIGHT_PREFLIGHT_REPORT_HPP
#define CRYPTO_CHECKPOINT_PREFLIGHT_PREFLIGHT_REPORT_HPP

#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The two keys of a container, with the numbers of CryptoAPI.
/// @par Source  wincrypt.h of mingw-w64 10.0.0: AT_KEYEXCHANGE, AT_SIGNATURE
enum class KeySpec : std::uint32_t {
    exchange = 1,   ///< AT_KEYEXCHANGE
    signature = 2,  ///< AT_SIGNATURE
};

/// The stable name of a key: `exchange`.
[[nodiscard]] constexpr std::string_view to_string(KeySpec key) noexcept {
    return key == KeySpec::exchange ? "exchange" : "signature";
}

/// A cryptographic service provider of a machine.
struct InstalledProvider {
    std::string name;  ///< UTF-8, as registered
    ProviderType type;
    friend auto operator<=>(const InstalledProvider&, const InstalledProvider&) = default;
};

/// A key that a container holds.
struct PreflightKey {
    KeySpec spec{};
    std::optional<bool> exportable;  ///< nullopt if the provider did not return it
    friend bool operator==(const PreflightKey&, const PreflightKey&) = default;
};

/// The result of opening a container.
/// @par Source  Microsoft Learn, CryptAcquireContextW, for not_found; the rest is chosen
/// @see Preflight::container, preflight()
enum class ContainerState {
    not_asked,   ///< no provider to open it with
    found,       ///< exists and was opened
    not_found,   ///< does not exist, or access is denied: Windows returns one code for both
    not_opened,  ///< another error, which is a finding
};

/// The stable name of a state: `not_found`.
[[nodiscard]] constexpr std::string_view to_string(ContainerState state) noexcept {
    switch (state) {
        case ContainerState::not_asked: return "not_asked";
        case ContainerState::found: return "found";
        case ContainerState::not_found: return "not_found";
        case ContainerState::not_opened: return "not_opened";
    }
    return "unknown";
}

/// The code of a finding.
using FindingCode = std::variant<AdviceCode, Errc>;

/// An advice or an error of a preflight.
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
struct PreflightFinding {
    /// AdviceCode: legal, with a risk. Errc: adding the checkpoint would fail on this machine, or could
    /// not be checked. The stable names of both are the same for the same cause: provider_type_mismatch.
    FindingCode code;
    std::optional<KeySpec> key;        ///< if the finding is about one of the keys
    std::optional<NativeCode> native;  ///< the error of CryptoAPI
    std::string detail;                ///< UTF-8, for people; may be empty

    /// Whether the code is an Errc.
    [[nodiscard]] bool is_error() const noexcept { return std::holds_alternative<Errc>(code); }
    friend bool operator==(const PreflightFinding&, const PreflightFinding&) = default;
};

/// The stable name of the code.
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
[[nodiscard]] constexpr std::string_view to_string(const PreflightFinding& finding) noexcept {
    return std::visit([](auto code) { return to_string(code); }, finding.code);
}

/// The meaning of a finding, in one sentence for people, without a full stop. The text of an Errc differs
/// from meaning(Errc), which is about a cluster.
/// @return  English, ASCII, in static storage
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
[[nodiscard]] constexpr std::string_view meaning(const PreflightFinding& finding) noexcept {
    if (const AdviceCode* const advice = std::get_if<AdviceCode>(&finding.code))
        return meaning(*advice);
    switch (std::get<Errc>(finding.code)) {
        case Errc::key_container_not_found:
            return "this machine has no such key container at machine level, or you may not open "
                   "it: Windows returns one code for both";
        case Errc::access_denied:
        case Errc::key_access_denied: return "you may not open the key container";
        case Errc::key_not_exportable:
            return "the key is not exportable, so it cannot move to another node";
        case Errc::key_not_found: return "the key container holds no key";
        case Errc::provider_not_found:
            return "the cryptographic service provider is not installed on this machine";
        case Errc::provider_type_mismatch:
            return "the cryptographic service provider has another type on this machine";
        case Errc::unsupported:
            return "the cryptographic service provider needs a dialog, which a cluster cannot show";
        case Errc::provider_type_out_of_range: return meaning(Errc::provider_type_out_of_range);
        default: return "the cryptographic service provider refuses";
    }
}

/// The report of preflight().
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
struct Preflight {
    /// The named CSP, or the default of the type; nullopt if this machine has none.
    std::optional<InstalledProvider> provider;
    ContainerState container = ContainerState::not_asked;
    /// At most one of each kind, in the order of KeySpec. No document says which of two a cluster
    /// checkpoints.
    std::vector<PreflightKey> keys;
    /// Advice first, in the order of its codes.
    std::vector<PreflightFinding> findings;

    /// Whether adding the checkpoint would fail if this machine owned the resource.
    [[nodiscard]] bool has_error() const noexcept {
        return std::ranges::any_of(findings, &PreflightFinding::is_error);
    }

    /// The first of the findings with that code, or nullptr.
    [[nodiscard]] const PreflightFinding* find(FindingCode code) const noexcept {
        const auto found = std::ranges::find(findings, code, &PreflightFinding::code);
        return found == findings.end() ? nullptr : &*found;
    }
    friend bool operator==(const Preflight&, const Preflight&) = default;
};

/// @cond
namespace detail {

inline void append_text(Text& text, KeySpec key) { text << to_string(key); }
inline void append_text(Text& text, ContainerState state) { text << to_string(state); }

/// `Microsoft Strong Cryptographic Provider (type 1)`
inline void append_text(Text& text, const InstalledProvider& provider) {
    text << provider.name << " (type " << provider.type.value() << ")";
}

inline void append_text(Text& text, const PreflightKey& key) {
    text << key.spec << " key, "
         << (!key.exportable   ? "exportable or not"
             : *key.exportable ? "exportable"
                               : "not exportable");
}

template <std::same_as<PreflightFinding> T>
void append_text(Text& text, const T& finding) {
    text << meaning(finding);
    if (finding.key) text << " (" << *finding.key << " key)";
    if (finding.native) text << " [" << *finding.native << "]";
    if (!finding.detail.empty()) text << ": " << finding.detail;
}

template <std::same_as<Preflight> T>
void append_text(Text& text, const T& report) {
    if (report.provider)
        text << *report.provider;
    else
        text << "no provider";
    text << ", container " << report.container << ", keys ";
    text.list(report.keys) << ", findings ";
    text.list(report.findings);
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

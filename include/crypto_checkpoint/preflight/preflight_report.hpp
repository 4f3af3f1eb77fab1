// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_PREFLIGHT_PREFLIGHT_REPORT_HPP
#define CRYPTO_CHECKPOINT_PREFLIGHT_PREFLIGHT_REPORT_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Which of the two keys of a container: its number is that of CryptoAPI.
/// @par Source  wincrypt.h of mingw-w64 10.0.0: AT_KEYEXCHANGE, AT_SIGNATURE
enum class KeySpec : std::uint32_t {
    exchange = 1,   ///< AT_KEYEXCHANGE
    signature = 2,  ///< AT_SIGNATURE
};

/// The stable name of a key: `exchange`.
[[nodiscard]] constexpr std::string_view to_string(KeySpec key) noexcept {
    return key == KeySpec::exchange ? "exchange" : "signature";
}

/// A cryptographic service provider as a machine has it.
/// @par Thread safety  a value
struct InstalledProvider {
    std::string name;   ///< UTF-8, as it is spelled there
    ProviderType type;  ///< that it is registered with
    friend bool operator==(const InstalledProvider&, const InstalledProvider&) = default;
};

/// A key that a container holds.
/// @par Thread safety  a value
struct PreflightKey {
    KeySpec spec{};                  ///< which of the two
    std::optional<bool> exportable;  ///< nothing where the provider would not say
    friend bool operator==(const PreflightKey&, const PreflightKey&) = default;
};

/// What came of looking for a container.
/// @par Source  Microsoft Learn, CryptAcquireContextW, for what cannot be told apart; the rest is chosen
/// @see Preflight::container, preflight()
enum class ContainerState {
    not_asked,   ///< no provider could be asked
    found,       ///< it is there and could be opened
    not_found,   ///< it is not there, or may not be opened: Windows gives one answer for both
    not_opened,  ///< something else was in the way; a finding says what
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

/// Either kind of code that a finding may have.
using FindingCode = std::variant<AdviceCode, Errc>;

/// Something to know before a cluster is asked.
/// @par Thread safety  a value
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
struct PreflightFinding {
    /// An advice is legal and may hurt later. With an Errc this machine would refuse the checkpoint,
    /// or would not say. Where both know a fault, both spell it alike: provider_type_mismatch.
    FindingCode code;
    std::optional<KeySpec> key;        ///< the key that it is about, if it is about one of them
    std::optional<NativeCode> native;  ///< what CryptoAPI answered
    std::string detail;                ///< UTF-8, for people; may be empty

    /// Whether a checkpoint would be refused for it.
    [[nodiscard]] bool is_fault() const noexcept { return std::holds_alternative<Errc>(code); }
    friend bool operator==(const PreflightFinding&, const PreflightFinding&) = default;
};

/// The stable name of what was found, that of the advice or of the Errc.
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
[[nodiscard]] constexpr std::string_view to_string(const PreflightFinding& finding) noexcept {
    return std::visit([](auto code) { return to_string(code); }, finding.code);
}

/// What a finding means, in one sentence for people, without a full stop. The one who looked was this
/// machine, so an Errc is said in other words here than where a cluster answers with it.
/// @return  English, ASCII, in static storage
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
[[nodiscard]] constexpr std::string_view meaning(const PreflightFinding& finding) noexcept {
    if (const AdviceCode* const advice = std::get_if<AdviceCode>(&finding.code))
        return meaning(*advice);
    switch (std::get<Errc>(finding.code)) {
        case Errc::key_container_not_found:
            return "this machine has no such key container at machine level, or you may not open "
                   "it: Windows gives one answer for both";
        case Errc::access_denied: return "you may not open the key container";
        case Errc::key_not_exportable:
            return "the key is not exportable, so it cannot move to another node";
        case Errc::key_not_found: return "the key container holds no key";
        case Errc::provider_not_found:
            return "the cryptographic service provider is not installed on this machine";
        case Errc::provider_type_mismatch:
            return "the cryptographic service provider has another type on this machine";
        case Errc::unsupported:
            return "the cryptographic service provider wants to ask a person, and a cluster has "
                   "none";
        case Errc::provider_type_out_of_range: return meaning(Errc::provider_type_out_of_range);
        default: return "the cryptographic service provider refuses";
    }
}

/// What a machine says of a spec.
/// @par Thread safety  a value
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
struct Preflight {
    /// The CSP that the spec means here, the one that is named or the default of the type; nothing
    /// where this machine has none.
    std::optional<InstalledProvider> provider;
    /// Whether the container is there.
    ContainerState container = ContainerState::not_asked;
    /// The keys that the container holds, at most one of each kind, in the order of KeySpec. No
    /// document says which of two a cluster takes along, so each is reported.
    std::vector<PreflightKey> keys;
    /// Advice first, in the order of its codes.
    std::vector<PreflightFinding> findings;

    /// Whether this machine, if it owned the resource, would refuse the checkpoint.
    [[nodiscard]] bool has_fault() const noexcept {
        return std::ranges::any_of(findings, &PreflightFinding::is_fault);
    }

    /// The first of the findings with that code, or nullptr.
    [[nodiscard]] const PreflightFinding* find(FindingCode code) const noexcept {
        const auto found = std::ranges::find(findings, code, &PreflightFinding::code);
        return found == findings.end() ? nullptr : &*found;
    }
    friend bool operator==(const Preflight&, const Preflight&) = default;
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

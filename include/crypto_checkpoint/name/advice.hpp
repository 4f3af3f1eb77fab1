// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_ADVICE_HPP
#define CRYPTO_CHECKPOINT_NAME_ADVICE_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/detail/name_list.hpp>
#include <crypto_checkpoint/name/detail/similar_provider.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// What a valid checkpoint name may still do wrong. Names and numbers are stable: tools may suppress
/// advice by them.
/// @par Source  as advise()
/// @see meaning() for the sentence
enum class AdviceCode {
    provider_name_omitted = 1,            ///< each node uses its own default
    provider_type_mismatch = 2,           ///< the named provider has another type
    provider_not_exportable = 3,          ///< the provider keeps keys in hardware
    provider_name_unknown = 4,            ///< no CSP with this name is known here
    provider_name_case = 5,               ///< it is known with different case
    surrounding_blanks = 6,               ///< a name begins or ends with a blank
    provider_type_unknown = 7,            ///< wincrypt.h has no constant for this type
    provider_type_not_persistent = 8,     ///< CSPs of this type are not known to keep keys
    provider_is_key_storage = 9,          ///< a key storage provider of CNG is not a CSP
    key_container_is_file_name = 10,      ///< a key's file has this name, on one node only
    several_names = 11,                   ///< a list of names that lost backslashes reads like this
    key_container_is_provider_name = 12,  ///< a provider has this name
};

/// @cond
namespace detail {

struct AdviceRow {
    AdviceCode code;
    std::string_view name;
    std::string_view meaning;
    std::string_view example;  // a name with this advice
};

inline constexpr auto advice_table = std::to_array<AdviceRow>({
    {AdviceCode::provider_name_omitted, "provider_name_omitted",
     "no provider is named: each node takes its own default for the type, and defaults differ "
     "between Windows releases",
     "1\\\\MyKey"},
    {AdviceCode::provider_type_mismatch, "provider_type_mismatch",
     "the named provider has another type: a node would return NTE_PROV_TYPE_NO_MATCH",
     "24\\Microsoft Strong Cryptographic Provider\\MyKey"},
    {AdviceCode::provider_not_exportable, "provider_not_exportable",
     "this provider keeps keys in hardware: they cannot be exported, so a checkpoint of them "
     "is refused",
     "1\\Microsoft Base Smart Card Crypto Provider\\MyKey"},
    {AdviceCode::provider_name_unknown, "provider_name_unknown",
     "this is not among the CSPs known here: every node must have it installed",
     "1\\Contoso Cryptographic Provider\\MyKey"},
    {AdviceCode::provider_name_case, "provider_name_case",
     "the provider's name is known in other upper and lower case",
     "1\\microsoft strong cryptographic provider\\MyKey"},
    {AdviceCode::surrounding_blanks, "surrounding_blanks",
     "a blank at the beginning or end of a name is part of it",
     "1\\Microsoft Strong Cryptographic Provider\\ MyKey"},
    {AdviceCode::provider_type_unknown, "provider_type_unknown",
     "Microsoft documents no such provider type: every node must have a provider of it",
     "80\\\\MyKey"},
    {AdviceCode::provider_type_not_persistent, "provider_type_not_persistent",
     "providers of this type are not known to keep keys in containers", "21\\\\MyKey"},
    {AdviceCode::provider_is_key_storage, "provider_is_key_storage",
     "this is a key storage provider of CNG, and a checkpoint takes a CSP of CryptoAPI: keep the "
     "key in a CSP",
     "1\\Microsoft Software Key Storage Provider\\MyKey"},
    {AdviceCode::key_container_is_file_name, "key_container_is_file_name",
     "this is the name of a key's file, with the GUID of one machine: no other node has it; write "
     "the name of the container",
     "1\\\\76944fb33636aeddb9590521c2e8815a_5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0"},
    {AdviceCode::several_names, "several_names",
     "the provider's name ends as in a list of names from which a shell took backslashes: give the "
     "names one by one, in single quotes",
     "1\\KeyA,1\\KeyB"},
    {AdviceCode::key_container_is_provider_name, "key_container_is_provider_name",
     "the key container has the name of a provider: write Type\\Name\\Key, with the name of the "
     "container at the end",
     "1\\\\Microsoft Strong Cryptographic Provider"},
});

constexpr const AdviceRow& advice_row(AdviceCode code) noexcept {
    for (const AdviceRow& row : advice_table)
        if (row.code == code) return row;
    return advice_table.front();
}

}  // namespace detail
/// @endcond

/// The stable name of a code, as its enumerator is spelled.
/// @return  in static storage
/// @par Example
/// @snippet reference/names.cpp advice
[[nodiscard]] constexpr std::string_view to_string(AdviceCode code) noexcept {
    return detail::advice_row(code).name;
}

/// One sentence about a code, without a full stop.
/// @return  English, ASCII, in static storage
/// @par Example
/// @snippet reference/names.cpp find_advice
/// @see explain(), which adds the documented name
[[nodiscard]] constexpr std::string_view meaning(AdviceCode code) noexcept {
    return detail::advice_row(code).meaning;
}

/// A piece of advice.
struct Advice {
    AdviceCode code{};                        ///< the subject
    const KnownProvider* provider = nullptr;  ///< the documented or similar CSP, or nullptr
    friend constexpr bool operator==(const Advice&, const Advice&) = default;
};

/// Each code at most once, in the order of the codes. Does not allocate.
/// @par Example
/// @snippet reference/names.cpp find_advice
class AdviceList {
public:
    /// The first piece of advice.
    [[nodiscard]] constexpr const Advice* begin() const noexcept { return items_.data(); }
    /// The end of the list.
    [[nodiscard]] constexpr const Advice* end() const noexcept { return begin() + size_; }
    /// The number of pieces.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    /// Whether there is no advice.
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }

    /// The advice with this code, or nullptr. It belongs to the list.
    [[nodiscard]] constexpr const Advice* find(AdviceCode code) const noexcept {
        for (const Advice& advice : *this)
            if (advice.code == code) return &advice;
        return nullptr;
    }

    /// Appends advice.
    /// @param code      the subject
    /// @param provider  as Advice::provider; must outlive the list
    /// @pre The list does not contain this code.
    constexpr void add(AdviceCode code, const KnownProvider* provider = nullptr) noexcept {
        items_[size_++] = {code, provider};
    }

    friend constexpr bool operator==(const AdviceList&, const AdviceList&) = default;

private:
    std::array<Advice, detail::advice_table.size()> items_{};
    std::size_t size_ = 0;
};

/// @cond
namespace detail {

/// Accepts both "SChannel" (wincrypt.h) and "Schannel" (Microsoft Learn).
/// @pre The names are equal but for case.
template <CodeUnit Char>
constexpr bool is_documented_spelling(std::basic_string_view<Char> name,
                                      const KnownProvider& known) noexcept {
    const std::size_t channel = known.name.find("SChannel");
    for (std::size_t i = 0; i != name.size(); ++i) {
        const bool either_case = channel != known.name.npos && i == channel + 1;
        if (unit_value(name[i]) != unit_value(known.name[i]) && !either_case) return false;
    }
    return true;
}

template <CodeUnit Char>
constexpr bool has_surrounding_blank(std::basic_string_view<Char> text) noexcept {
    const auto is_blank = [](Char unit) { return unit == Char(' ') || unit == Char('\t'); };
    return !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
}

/// Whether a text is 32 hexadecimal digits, an underscore and a GUID.
template <CodeUnit Char>
constexpr bool is_key_file_name(std::basic_string_view<Char> text) noexcept {
    constexpr std::string_view form =
        "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh_hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i != form.size(); ++i) {
        const std::uint32_t lower = ascii_lower(unit_value(text[i]));
        const bool is_digit = ('0' <= lower && lower <= '9') || ('a' <= lower && lower <= 'f');
        if (form[i] == 'h' ? !is_digit : text[i] != Char(form[i])) return false;
    }
    return true;
}

}  // namespace detail
/// @endcond

/// Returns what may cause trouble with a valid spec when the resource moves. It knows documents, not
/// nodes: only the cluster knows whether the container exists and its keys are exportable.
/// @return           never allocates
/// @par Complexity   linear in the names, for each known CSP
/// @par Source       name/known_providers.hpp for names and types; Microsoft Learn, CryptAcquireContextW:
///                   the default CSP can change between releases. That keys of CNG cannot be
///                   checkpointed is inferred, not documented: a checkpoint name begins with the type
///                   of a CSP, which a key storage provider lacks, and the documents speak of keys
///                   "created with the CryptoAPI". Names of files in MachineKeys: dotnet/runtime#97121.
/// @par Example
/// @snippet reference/names.cpp advice
template <class String>
[[nodiscard]] constexpr AdviceList advise(const BasicCspSpec<String>& spec) noexcept {
    AdviceList advice;
    const auto name = spec.provider_name();
    const KnownProviderType* const type = find_known_provider_type(spec.provider_type());
    const KnownProvider* const provider = name ? find_known_provider(*name) : nullptr;
    const bool is_key_storage = name && is_known_key_storage_provider(*name);

    if (!name) advice.add(AdviceCode::provider_name_omitted);
    if (provider && provider->type != spec.provider_type())
        advice.add(AdviceCode::provider_type_mismatch, provider);
    if (provider && !provider->keys_exportable)
        advice.add(AdviceCode::provider_not_exportable, provider);
    if (name && !provider && !is_key_storage)
        advice.add(AdviceCode::provider_name_unknown, detail::nearest_known_provider(*name));
    if (provider && !detail::is_documented_spelling(*name, *provider))
        advice.add(AdviceCode::provider_name_case, provider);
    if (detail::has_surrounding_blank(spec.key_container()) ||
        (name && detail::has_surrounding_blank(*name)))
        advice.add(AdviceCode::surrounding_blanks);
    if (!type) advice.add(AdviceCode::provider_type_unknown);
    if (type && !type->persists_keys) advice.add(AdviceCode::provider_type_not_persistent);
    if (is_key_storage) advice.add(AdviceCode::provider_is_key_storage);
    if (detail::is_key_file_name(spec.key_container()))
        advice.add(AdviceCode::key_container_is_file_name);
    if (name && !provider && detail::ends_with_next_type(*name))
        advice.add(AdviceCode::several_names);
    if (find_known_provider(spec.key_container()) ||
        is_known_key_storage_provider(spec.key_container()))
        advice.add(AdviceCode::key_container_is_provider_name);
    return advice;
}

/// @cond
namespace detail {

inline void append_text(Text& text, AdviceCode code) { text << to_string(code); }

inline void append_text(Text& text, const Advice& advice) {
    text << meaning(advice.code);
    if (!advice.provider) return;
    if (advice.code == AdviceCode::provider_type_mismatch)
        text << "; " << advice.provider->name << " has type " << advice.provider->type.value();
    if (advice.code == AdviceCode::provider_name_unknown)
        text << "; did you mean " << advice.provider->name << ", of type "
             << advice.provider->type.value() << "?";
    if (advice.code == AdviceCode::provider_name_case) text << ": " << advice.provider->name;
}

/// `[provider_name_omitted, surrounding_blanks]`
inline void append_text(Text& text, const AdviceList& list) {
    text.list(list, [](const Advice& advice) { return advice.code; });
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

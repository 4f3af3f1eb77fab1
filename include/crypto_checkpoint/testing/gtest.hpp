// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_GTEST_HPP
#define CRYPTO_CHECKPOINT_TESTING_GTEST_HPP

/// @file
/// For tests in GoogleTest, any version: printers. GoogleTest finds them by argument-dependent lookup.

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <concepts>
#include <expected>
#include <ostream>
#include <string_view>
#include <type_traits>

namespace crypto_checkpoint {
inline namespace v0 {

// NOLINTBEGIN(readability-identifier-naming): GoogleTest looks for this name

/// Writes the canonical name of a spec to @p out, in UTF-8.
/// @par Example
/// @snippet reference/cluster.cpp gtest
template <class String>
void PrintTo(const BasicCspSpec<String>& spec, std::ostream* out) {
    const auto name = to_checkpoint_name(spec);
    *out << detail::to_utf8(std::basic_string_view<typename String::value_type>(name));
}

/// Writes the number of a provider type to @p out.
inline void PrintTo(ProviderType type, std::ostream* out) { *out << type.value(); }

/// Writes an error to @p out: the name of its code, which a test names, and then to_text().
inline void PrintTo(const Error& error, std::ostream* out) {
    *out << to_string(error.code) << ": " << to_text(error);
}

/// Writes a syntax error to @p out: the name of its code, and then to_text().
inline void PrintTo(const SyntaxError& error, std::ostream* out) {
    *out << to_string(error.code) << ": " << to_text(error);
}

/// Writes @p value, a code or its kind, to @p out as to_text().
template <HasText T>
void PrintTo(const T& value, std::ostream* out) {
    *out << to_text(value);
}

/// Writes an entry of a listing to @p out, as reported.
inline void PrintTo(const ReportedCheckpoint& entry, std::ostream* out) { *out << entry.text; }

/// Writes a violation of the contract to @p out: the rule and the observed behaviour.
inline void PrintTo(const ContractViolation& violation, std::ostream* out) {
    *out << violation.rule << ": " << violation.what;
}

/// Writes @p outcome to @p out: its error, or its value if that can be printed.
template <class T, class E>
    requires(std::same_as<E, Error> || std::same_as<E, SyntaxError>)
void PrintTo(const std::expected<T, E>& outcome, std::ostream* out) {
    if (!outcome) {
        PrintTo(outcome.error(), out);
        return;
    }
    if constexpr (!std::is_void_v<T>) {
        if constexpr (requires { PrintTo(*outcome, out); }) {
            PrintTo(*outcome, out);
            return;
        }
    }
    *out << "success";
}

// NOLINTEND(readability-identifier-naming)

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

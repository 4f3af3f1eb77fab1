// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_CATCH2_HPP
#define CRYPTO_CHECKPOINT_TESTING_CATCH2_HPP

/// @file
/// For tests in Catch2, 2.13 or 3: matchers, printers, and the backend contract. One definition rule:
/// include this in each file that checks such values, or in none.

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#if __has_include(<catch2/catch_test_macros.hpp>)
#    include <catch2/catch_test_macros.hpp>
#    include <catch2/catch_tostring.hpp>
#    include <catch2/matchers/catch_matchers.hpp>
#else
#    include <catch2/catch.hpp>
#endif

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

#if __has_include(<catch2/catch_test_macros.hpp>)
template <class T>
using CatchMatcher = Catch::Matchers::MatcherBase<T>;
#else
template <class T>
using CatchMatcher = Catch::MatcherBase<T>;
#endif

}  // namespace detail
/// @endcond

/// Matches a Result that is an error of a code:
/// `CHECK_THAT(resource.add_crypto_checkpoint(name), FailsWith<void>(Errc::key_not_exportable))`
/// @par Example
/// @snippet unit_test_fixture.cpp refusal
template <class T>
class FailsWith : public detail::CatchMatcher<Result<T>> {
public:
    /// Expects this code.
    explicit FailsWith(Errc code) : code_(code) {}
    /// Catch2 calls this.
    [[nodiscard]] bool match(const Result<T>& outcome) const override {
        return !outcome && outcome.error().code == code_;
    }
    /// For Catch2's report, UTF-8.
    [[nodiscard]] std::string describe() const override {
        return "fails with " + std::string(to_string(code_));
    }

private:
    Errc code_;
};

/// Matches a listing that contains a checkpoint, in any spelling of the tolerant dialect:
/// `CHECK_THAT(*resource.crypto_checkpoints(), HasCheckpoint(R"(1\\MyKey)"))`
/// @par Example
/// @snippet unit_test.cpp test
class HasCheckpoint : public detail::CatchMatcher<CheckpointList> {
public:
    /// Expects this @p name, UTF-8.
    explicit HasCheckpoint(std::string name) : name_(std::move(name)) {}
    /// Catch2 calls this.
    [[nodiscard]] bool match(const CheckpointList& listing) const override {
        const auto spec = parse_checkpoint_name(name_, Dialect::tolerant);
        return spec && contains(listing, *spec);
    }
    /// For Catch2's report, UTF-8.
    [[nodiscard]] std::string describe() const override { return "has the checkpoint " + name_; }

private:
    std::string name_;
};

/// Checks the contract of a backend, with one failed CHECK for each violated rule.
/// @param on_new_subject  as of check_backend_contract()
/// @par Example
/// @snippet own_backend_test.cpp contract
template <CheckpointBackend Backend, class OnNewSubject>
void require_backend_contract(OnNewSubject on_new_subject) {
    for (const ContractViolation& violation :
         check_backend_contract<Backend>(std::move(on_new_subject))) {
        INFO(violation.rule << ": " << violation.what);
        CHECK(violation == ContractViolation{});
    }
    SUCCEED();
}

}  // namespace v0
}  // namespace crypto_checkpoint

/// Prints specs of any character type as their canonical names, in UTF-8.
template <class String>
struct Catch::StringMaker<crypto_checkpoint::BasicCspSpec<String>> {
    static std::string convert(const crypto_checkpoint::BasicCspSpec<String>& spec) {
        const auto name = crypto_checkpoint::to_checkpoint_name(spec);
        return crypto_checkpoint::detail::to_utf8(
            std::basic_string_view<typename String::value_type>(name));
    }
};

/// Prints provider types as numbers.
template <>
struct Catch::StringMaker<crypto_checkpoint::ProviderType> {
    static std::string convert(crypto_checkpoint::ProviderType type) {
        return std::to_string(type.value());
    }
};

/// Prints the code of errors, which a test names, and then to_text(); other values as to_text().
template <crypto_checkpoint::HasText T>
struct Catch::StringMaker<T> {
    static std::string convert(const T& value) {
        if constexpr (requires { value.code; })
            return std::string(to_string(value.code)) + ": " + std::string(to_text(value));
        else
            return std::string(to_text(value));
    }
};

/// Prints results.
template <class T>
struct Catch::StringMaker<std::expected<T, crypto_checkpoint::Error>> {
    static std::string convert(const std::expected<T, crypto_checkpoint::Error>& outcome) {
        if (outcome) return "success";
        std::string text(to_string(outcome.error().code));
        if (!outcome.error().detail.empty()) text += ": " + outcome.error().detail;
        return text;
    }
};

/// Prints a checkpoint as the cluster spells it.
template <>
struct Catch::StringMaker<crypto_checkpoint::ReportedCheckpoint> {
    static std::string convert(const crypto_checkpoint::ReportedCheckpoint& entry) {
        return entry.text;
    }
};

/// Prints a violation as the rule and the observed behaviour.
template <>
struct Catch::StringMaker<crypto_checkpoint::ContractViolation> {
    static std::string convert(const crypto_checkpoint::ContractViolation& violation) {
        return violation.rule.empty() ? "satisfied"
                                      : std::string(violation.rule) + ": " + violation.what;
    }
};

#endif

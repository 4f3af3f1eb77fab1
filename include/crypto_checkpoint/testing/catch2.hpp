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
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/testing/detail/test_text.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <expected>
#include <source_location>
#include <string>
#include <type_traits>
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

/// @cond
namespace detail {
struct AnyValue;
}  // namespace detail
/// @endcond

/// Matches a Result that is an error of a code:
/// `CHECK_THAT(resource.add_crypto_checkpoint(name), FailsWith(Errc::key_not_exportable))`
/// @tparam T  the value of the Result. It is needed only to combine matchers with `&&`, `||` or `!`.
/// @par Example
/// @snippet unit_test_fixture.cpp refusal
template <class T = detail::AnyValue>
class FailsWith : public detail::CatchMatcher<Result<T>> {
public:
    /// Expects this code.
    explicit FailsWith(Errc code) : code_(code) {}
    /// Catch2 calls this.
    [[nodiscard]] bool match(const Result<T>& outcome) const override {
        return outcome == std::unexpected(code_);
    }
    /// For Catch2's report, UTF-8.
    [[nodiscard]] std::string describe() const override {
        return "fails with " + std::string(to_string(code_));
    }

private:
    Errc code_;
};

/// @cond
template <>
class FailsWith<detail::AnyValue> : public detail::CatchMatcher<Error> {
public:
    explicit FailsWith(Errc code) : code_(code) {}
    [[nodiscard]] bool match(const Error& error) const override { return error == code_; }
    template <class T>
    [[nodiscard]] bool match(const Result<T>& outcome) const {
        return outcome == std::unexpected(code_);
    }
    [[nodiscard]] std::string describe() const override {
        return "fails with " + std::string(to_string(code_));
    }

private:
    Errc code_;
};
FailsWith(Errc) -> FailsWith<>;
/// @endcond

/// Matches a listing, or a Result with one, that contains a checkpoint, in any spelling of the tolerant
/// dialect: `CHECK_THAT(resource.crypto_checkpoints(), HasCheckpoint(R"(1\\MyKey)"))`. With `!`, `&&` or `||` it
/// matches a listing only.
/// @par Example
/// @snippet unit_test.cpp test
class HasCheckpoint : public detail::CatchMatcher<CheckpointList> {
public:
    /// Expects this @p name, a text of any CodeUnit.
    explicit HasCheckpoint(detail::Utf8Argument name) : name_(name.take()) {}
    /// Catch2 calls this.
    [[nodiscard]] bool match(const CheckpointList& listing) const override {
        const auto spec = parse_checkpoint_name(name_, Dialect::tolerant);
        return spec && contains(listing, *spec);
    }
    /// A failed @p listing has no checkpoint.
    [[nodiscard]] bool match(const Result<CheckpointList>& listing) const {
        return listing && match(*listing);
    }
    /// For Catch2's report, UTF-8.
    [[nodiscard]] std::string describe() const override { return "has the checkpoint " + name_; }

private:
    std::string name_;
};

/// Checks the contract of a backend, with one failed CHECK for each violated rule. Its message has the rule,
/// the call, what was expected of it, and the line of this call.
/// @param on_new_subject  as of check_backend_contract()
/// @param where           the caller
/// @par Example
/// @snippet own_backend_test.cpp contract
template <CheckpointBackend Backend, class OnNewSubject>
void require_backend_contract(OnNewSubject on_new_subject,
                              std::source_location where = std::source_location::current()) {
    for (const ContractViolation& violation :
         check_backend_contract<Backend>(std::move(on_new_subject))) {
        INFO("the backend of " << where.file_name() << ':' << where.line());
        CHECK(violation == ContractViolation{});
    }
    SUCCEED();
}

}  // namespace v0
}  // namespace crypto_checkpoint

/// @cond
/// A list of this library is printed below.
template <crypto_checkpoint::HasText T>
struct Catch::is_range<T> : std::false_type {};
/// @endcond

/// Prints to_text(), errors and advice after the name of their code. Catch2 prints lists of such values.
template <crypto_checkpoint::HasText T>
struct Catch::StringMaker<T> {
    static std::string convert(const T& value) {
        return crypto_checkpoint::detail::test_text(value);
    }
};

/// Prints the error of a failed result; the value of another, or `success`.
template <class T, crypto_checkpoint::HasText E>
struct Catch::StringMaker<std::expected<T, E>> {
    static std::string convert(const std::expected<T, E>& outcome) {
        return crypto_checkpoint::detail::test_text(outcome);
    }
};

#endif

// SPDX-License-Identifier: BSL-1.0
#include "grammar_rows.hpp"
#include "outcome.hpp"
#include "support/catch.hpp"
#include "support/counted_allocations.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/name/parse.hpp>

#include <new>
#include <string>

using namespace name_tests;
using test_support::allocations_of;

TEST_CASE("CountedAllocations: counts", "[name]") {
    // Compilers may remove an unused new-expression, but not a call of operator new.
    CHECK(allocations_of([] {
              const std::string text(1000, 'x');
              (void)*static_cast<const volatile char*>(text.data());
          }) == 1);
    CHECK(allocations_of([] { ::operator delete[](::operator new[](10)); }) == 1);
    CHECK(allocations_of([] { ::operator delete(::operator new(10, std::nothrow)); }) == 1);
    constexpr std::align_val_t cache_line{64};
    CHECK(allocations_of([] { ::operator delete(::operator new(64, cache_line), cache_line); }) ==
          1);
}

TEMPLATE_TEST_CASE("parse_checkpoint_name: does not allocate", "[name]", char, char8_t, char16_t,
                   wchar_t) {
    using Char = TestType;
    for (const Dialect dialect : both_dialects) {
        std::size_t names = 0;
        std::size_t errors = 0;
        for (const GrammarRow<Char>& row : grammar_rows<Char>(dialect)) {
            const auto expected = row.expected();
            bool is_right = false;
            const std::size_t counted = allocations_of([&] {
                is_right = parse_checkpoint_name(row.text, dialect) == expected &&
                           check_checkpoint_name(std::basic_string_view<Char>(row.text), dialect) ==
                               expected;
            });
            INFO(shown(dialect) << " <" << test_support::shown(row.text) << ">");
            CHECK(counted == 0);
            CHECK(is_right);
            ++(expected ? names : errors);
        }
        CHECK(names > 10);
        CHECK(errors > 50);
    }
}

TEMPLATE_TEST_CASE("parse_checkpoint_name: does not allocate for a long name", "[name]", char,
                   char8_t, char16_t, wchar_t) {
    using Char = TestType;
    using String = std::basic_string<Char>;
    constexpr std::size_t million = 1'000'000;
    const String name = String(1, Char('1')) + Char('\\') + String(million, Char('N')) +
                        Char('\\') + String(million, Char('K'));
    const String invalid = name + Char();
    bool is_right = false;
    CHECK(allocations_of([&] {
              const auto parsed = parse_checkpoint_name(name);
              is_right = parsed && parsed->provider_name()->size() == million &&
                         parsed->key_container().size() == million;
          }) == 0);
    CHECK(is_right);
    CHECK(allocations_of([&] {
              const auto parsed = parse_checkpoint_name(invalid);
              is_right = !parsed && parsed.error().where.offset == name.size();
          }) == 0);
    CHECK(is_right);
}

TEMPLATE_TEST_CASE("advise: does not allocate", "[name]", char, char8_t, char16_t, wchar_t) {
    using Char = TestType;
    const auto counted = [](const BasicCspSpec<std::basic_string<Char>>& spec) {
        std::size_t pieces = 0;
        CHECK(allocations_of([&] { pieces = advise(spec).size(); }) == 0);
        return pieces;
    };
    std::size_t pieces = 0;
    for (const GrammarRow<Char>& row : grammar_rows<Char>(Dialect::tolerant))
        if (row.spec) pieces += counted(*row.spec);
    CHECK(pieces > 10);
    // one letter is missing: the search for a similar name does not allocate either
    const auto name = test_support::converted<Char>("Microsoft Strong Cryptographic Provide"sv);
    CHECK(counted({unchecked, ProviderType(1), name, name}) == 1);
}

TEST_CASE("_csp: does not allocate, and to_owned() allocates the texts", "[name]") {
    CHECK(allocations_of([] {
              using namespace crypto_checkpoint::literals;
              const auto spec = R"(1\Microsoft Base Cryptographic Provider v1.0\MyKey)"_csp;
              return spec.provider_type().value();
          }) == 0);
    const std::string text = "1\\" + std::string(100, 'N') + "\\" + std::string(100, 'K');
    const auto parsed = parse_checkpoint_name(text);
    CHECK(allocations_of([&] { const CspSpec owned = parsed->to_owned(); }) == 2);
}

// SPDX-License-Identifier: BSL-1.0
#include "outcome.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/name/parse.hpp>

// Before sequence.hpp, which uses it without including it.
#include <boost/spirit/home/x3/support/traits/tuple_traits.hpp>
//
#include <boost/spirit/home/x3/char/char.hpp>
#include <boost/spirit/home/x3/core/parse.hpp>
#include <boost/spirit/home/x3/directive/with.hpp>
#include <boost/spirit/home/x3/operator/alternative.hpp>
#include <boost/spirit/home/x3/operator/plus.hpp>
#include <boost/spirit/home/x3/operator/sequence.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

using namespace name_tests;
namespace x3 = boost::spirit::x3;

namespace {

/// The grammar as x3_parser() composes it, with the operators of X3.
template <class Word>
constexpr auto stock_parser(Word) {
    return crypto_checkpoint::detail::X3Word<Word>();
}
template <class First, class... Rest>
constexpr auto stock_parser(grammar::Sequence<First, Rest...>);

template <class First, class Second>
constexpr auto stock_parser(grammar::Either<First, Second>) {
    return stock_parser(First()) | stock_parser(Second());
}
template <class First, class... Rest>
constexpr auto stock_parser(grammar::Sequence<First, Rest...>) {
    if constexpr (sizeof...(Rest) == 0)
        return stock_parser(First());
    else
        return stock_parser(First()) >> stock_parser(grammar::Sequence<Rest...>());
}

template <Dialect dialect>
std::string parsed_by_stock_operators(std::string_view text) {
    grammar::Match<char> found;
    const char* at = text.data();
    const auto parser = x3::with<crypto_checkpoint::detail::MatchTag>(
        found)[stock_parser(grammar::CheckpointName<dialect>())];
    const bool matched = x3::parse(at, text.data() + text.size(), parser);
    return shown(grammar::result_of(matched, text, found));
}

}  // namespace

TEST_CASE("parse_checkpoint_name: parses as X3's own operators do", "[name][x3]") {
    constexpr std::string_view alphabet = "01\\a";
    constexpr std::size_t longest = 7;
    std::size_t texts = 0;
    std::string text;
    const auto compare = [&](const auto& self) -> void {
        const std::string documented = shown(parse_checkpoint_name(text));
        const std::string tolerant = shown(parse_checkpoint_name(text, Dialect::tolerant));
        if (parsed_by_stock_operators<Dialect::documented>(text) != documented ||
            parsed_by_stock_operators<Dialect::tolerant>(text) != tolerant)
            FAIL(text);
        ++texts;
        if (text.size() == longest) return;
        for (const char unit : alphabet) {
            text.push_back(unit);
            self(self);
            text.pop_back();
        }
    };
    compare(compare);
    CHECK(texts == 21'845);  // the sum of 4^0 to 4^7
}

TEST_CASE("parse_checkpoint_name: its parser is one of X3, and part of larger ones", "[name][x3]") {
    const auto name =
        crypto_checkpoint::detail::x3_parser(grammar::CheckpointName<Dialect::documented>());
    STATIC_REQUIRE(std::is_base_of_v<x3::parser_base, std::remove_const_t<decltype(name)>>);

    grammar::Match<char> found;
    const auto line = x3::with<crypto_checkpoint::detail::MatchTag>(found)[+x3::char_('*') >> name];
    const std::string_view text = R"(**1\P\K)";
    const char* at = text.data();
    CHECK(x3::parse(at, text.data() + text.size(), line));
    CHECK(at == text.data() + text.size());
    CHECK(found.provider_type == 1);
    CHECK(found.provider_name == "P");
    CHECK(found.key_container == "K");
}

// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "generators.hpp"
#include "outcome.hpp"
#include "support/catch.hpp"
#include "support/exact_buffer.hpp"
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>

#include <string>
#include <string_view>

using namespace name_tests;
using test_support::ExactBuffer;

namespace {

/// Whether a view refers to a text.
template <class Char>
bool is_inside(std::basic_string_view<Char> view, std::basic_string_view<Char> text) {
    return text.data() <= view.data() && view.data() + view.size() <= text.data() + text.size();
}

}  // namespace

TEST_CASE("parse_checkpoint_name: the tolerant dialect accepts what the documented one accepts",
          "[name][property]") {
    CHECK(holds("documented is a part of tolerant", [] {
        in_every_character_type([]<class Char> {
            const auto text =
                any_bool() ? any_text<Char>() : to_checkpoint_name(spec_of<Char>(any_parts()));
            const auto documented = parse_checkpoint_name(text);
            const auto tolerant = parse_checkpoint_name(text, Dialect::tolerant);
            if (documented) REQUIRE_PROPERTY(tolerant == documented);
            // and the documented dialect rejects what the tolerant one rejects
            if (!tolerant) REQUIRE_PROPERTY(!documented.has_value());
        });
    }));
}

TEST_CASE(
    "parse_checkpoint_name: agrees with check_checkpoint_name() and the naive grammar on any text",
    "[name][property]") {
    std::size_t names = 0;
    std::size_t errors = 0;
    CHECK(holds("three readers agree, and read nothing outside", [&] {
        in_every_character_type([&]<class Char> {
            const ExactBuffer<Char> buffer{std::basic_string_view<Char>(any_text<Char>())};
            const std::string difference = disagreement(buffer.view());
            require(difference.empty(), "the three agree", difference);
            ++(check_checkpoint_name(buffer.view(), Dialect::tolerant) ? names : errors);
        });
    }));
    // otherwise the texts are not varied enough
    CHECK(names > 500);
    CHECK(errors > 500);
}

TEST_CASE("parse_checkpoint_name: parts and spans are inside the text", "[name][property]") {
    CHECK(holds("nothing points outside", [] {
        in_every_character_type([]<class Char> {
            const ExactBuffer<Char> buffer{std::basic_string_view<Char>(any_text<Char>())};
            const auto text = buffer.view();
            for (const Dialect dialect : both_dialects) {
                const auto parsed = parse_checkpoint_name(text, dialect);
                if (parsed) {
                    REQUIRE_PROPERTY(is_inside(parsed->key_container(), text));
                    REQUIRE_PROPERTY(!parsed->key_container().empty());
                    if (const auto name = parsed->provider_name()) {
                        REQUIRE_PROPERTY(is_inside(*name, text));
                        REQUIRE_PROPERTY(!name->empty());
                        REQUIRE_PROPERTY(name->data() + name->size() <
                                         parsed->key_container().data());
                    }
                } else {
                    const TextSpan where = parsed.error().where;
                    REQUIRE_PROPERTY(where.offset <= text.size());
                    REQUIRE_PROPERTY(where.length <= text.size() - where.offset);
                }
            }
        });
    }));
}

TEST_CASE("suggest_correction: returns a valid name for any text", "[name][property]") {
    CHECK(holds("suggestions", [] {
        in_every_character_type([]<class Char> {
            const auto text = any_text<Char>();
            const auto suggestion = suggest_correction(std::basic_string_view<Char>(text));
            if (!suggestion) return;
            REQUIRE_PROPERTY(!parse_checkpoint_name(text).has_value());
            REQUIRE_PROPERTY(parse_checkpoint_name(*suggestion).has_value());
            REQUIRE_PROPERTY(
                !suggest_correction(std::basic_string_view<Char>(*suggestion)).has_value());
        });
    }));
}

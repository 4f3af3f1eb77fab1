// SPDX-License-Identifier: BSL-1.0
#include "generators.hpp"
#include "naive_grammar.hpp"
#include "support/catch.hpp"
#include "support/exact_buffer.hpp"
#include <crypto_checkpoint/name/parse.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;
using namespace name_tests;
using test_support::ExactBuffer;

TEST_CASE("to_checkpoint_name: parsing the result returns an equal spec", "[name][property]") {
    CHECK(holds("parse(format(s)) == s", [] {
        const Parts parts = any_parts();
        in_every_character_type([&]<class Char> {
            const auto spec = spec_of<Char>(parts);
            const ExactBuffer<Char> text(std::basic_string_view<Char>(to_checkpoint_name(spec)));
            const auto parsed = parse_checkpoint_name(text.view());
            const auto checked = check_checkpoint_name(text.view());
            REQUIRE_PROPERTY(parsed.has_value());
            REQUIRE_PROPERTY(*parsed == spec);
            REQUIRE_PROPERTY(checked == parsed);
            REQUIRE_PROPERTY(to_checkpoint_name(*parsed) == text.view());
        });
    }));
}

TEST_CASE("to_checkpoint_name: the tolerant dialect parses the result as an equal spec",
          "[name][property]") {
    CHECK(holds("tolerant: parse(format(s)) == s", [] {
        Parts parts = any_parts(0, 4294967294);
        if (any_bool()) parts.key.insert(any_number_below(parts.key.size() + 1), 1, U'\\');
        in_every_character_type([&]<class Char> {
            const auto spec = spec_of<Char>(parts);
            const auto text = to_checkpoint_name(spec);
            const auto parsed = parse_checkpoint_name(text, Dialect::tolerant);
            REQUIRE_PROPERTY(parsed.has_value());
            REQUIRE_PROPERTY(*parsed == spec);
        });
    }));
}

TEST_CASE("make_csp_spec: accepts exactly the parts of documented names", "[name][property]") {
    CHECK(holds("make_csp_spec round trip", [] {
        const Parts parts = any_parts();
        in_every_character_type([&]<class Char> {
            const auto spec = spec_of<Char>(parts);
            const auto made =
                make_csp_spec(spec.provider_type(), spec.provider_name(), spec.key_container());
            REQUIRE_PROPERTY(made.has_value());
            REQUIRE_PROPERTY(*made == spec);
        });
    }));
    CHECK(holds("make_csp_spec refuses what no name gives", [] {
        in_every_character_type([]<class Char> {
            using String = std::basic_string<Char>;
            const auto type = static_cast<std::uint32_t>(any_number_below(1002));
            const auto name = any_text<Char>();
            const auto key = any_text<Char>();
            const auto made =
                make_csp_spec(ProviderType(type), std::optional(std::basic_string_view<Char>(name)),
                              std::basic_string_view<Char>(key));
            const auto is_field = [](const String& part) {
                return part.find(Char('\\')) == String::npos && !naive::fault_of_encoding(part);
            };
            REQUIRE_PROPERTY(made.has_value() == (ProviderType(type).is_valid() && is_field(name) &&
                                                  is_field(key) && !key.empty()));
            if (!made) return;
            REQUIRE_PROPERTY(made->key_container() == key);
            REQUIRE_PROPERTY(made->provider_name().value_or(std::basic_string_view<Char>()) ==
                             name);
        });
    }));
}

TEST_CASE("BasicCspSpec: owners and views are equal, ordered and hashed alike",
          "[name][property]") {
    CHECK(holds("owner and view", [] {
        const Parts some = any_parts();
        const Parts others = any_parts(1, 3);
        in_every_character_type([&]<class Char> {
            using Owner = BasicCspSpec<std::basic_string<Char>>;
            using View = BasicCspSpecView<Char>;
            const Owner left = spec_of<Char>(some);
            const Owner right = spec_of<Char>(others);
            const View left_view = left;
            const View right_view = right;
            REQUIRE_PROPERTY(left == left_view);
            REQUIRE_PROPERTY(left_view.to_owned() == left);
            REQUIRE_PROPERTY(std::hash<Owner>()(left) == std::hash<View>()(left_view));
            REQUIRE_PROPERTY((left <=> right) == (left_view <=> right_view));
            REQUIRE_PROPERTY((left == right) == (left_view == right_view));
            REQUIRE_PROPERTY((left <=> right_view) == (left_view <=> right));
        });
    }));
}

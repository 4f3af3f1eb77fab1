// SPDX-License-Identifier: BSL-1.0
#include "outcome.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/name/literals.hpp>

#include <string>

using namespace name_tests;

TEST_CASE("_csp: makes a spec in every character type", "[name]") {
    const std::string expected = "type 1, name <N>, key <K>";
    CHECK(shown(R"(1\N\K)"_csp) == expected);
    CHECK(shown(u8R"(1\N\K)"_csp) == expected);
    CHECK(shown(uR"(1\N\K)"_csp) == expected);
    CHECK(shown(UR"(1\N\K)"_csp) == expected);
    CHECK(shown(LR"(1\N\K)"_csp) == expected);
    CHECK(shown("24\\\\{GUID}"_csp) == "type 24, no name, key <{GUID}>");
    CHECK(shown(u"1\\\\\u00FC\U0001F511"_csp) == "type 1, no name, key <{FC}{D83D}{DD11}>");
}

TEST_CASE("_csp: refers to static storage", "[name]") {
    const auto make = [] { return R"(1\Some provider\Some key)"_csp; };
    const CspSpecView first = make();
    const CspSpecView second = make();
    CHECK(shown(first) == "type 1, name <Some provider>, key <Some key>");
    // one text in static storage, not two on the stack
    CHECK(first.key_container().data() == second.key_container().data());
}

TEST_CASE("_csp: can be imported with namespace literals", "[name]") {
    namespace only_literals = crypto_checkpoint::literals;
    using only_literals::operator""_csp;
    CHECK(to_checkpoint_name(R"(1\N\K)"_csp) == R"(1\N\K)");
}

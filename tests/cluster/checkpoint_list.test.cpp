// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/name/literals.hpp>

#include <string>
#include <vector>

using namespace crypto_checkpoint;

TEST_CASE("reported_checkpoint: keeps the text and reads the tolerant dialect", "[cluster]") {
    struct Row {
        std::string text;
        std::string canonical;
    };
    for (const Row& row : {
             Row{R"(1\Microsoft Strong Cryptographic Provider\Key)",
                 R"(1\Microsoft Strong Cryptographic Provider\Key)"},
             Row{R"(1\\Key)", R"(1\\Key)"},
             Row{R"(1\Key)", R"(1\\Key)"},
             Row{R"(001\\Key)", R"(1\\Key)"},
             Row{R"(1\\A\B)", R"(1\\A\B)"},
             Row{R"(70000\\Key)", R"(70000\\Key)"},
         }) {
        INFO(row.text);
        const ReportedCheckpoint entry = reported_checkpoint(row.text);
        CHECK(entry.text == row.text);
        REQUIRE(entry.spec.has_value());
        CHECK(to_checkpoint_name(*entry.spec) == row.canonical);
    }
}

TEST_CASE("reported_checkpoint: keeps text that is not a name, with the reason", "[cluster]") {
    struct Row {
        std::string text;
        Errc code;
    };
    for (const Row& row : {
             Row{"", Errc::missing_provider_type},
             Row{"PROV_RSA_FULL\\\\Key", Errc::provider_type_not_decimal},
             Row{"99999999999\\\\Key", Errc::provider_type_out_of_range},
             Row{"1", Errc::missing_separator},
             Row{"1\\\\", Errc::missing_key_container},
             Row{std::string("1\\\\K\0y", 6), Errc::embedded_nul},
             Row{"1\\\\\xFF", Errc::ill_formed_text},
         }) {
        INFO(row.text);
        const ReportedCheckpoint entry = reported_checkpoint(row.text);
        CHECK(entry.text == row.text);
        REQUIRE_FALSE(entry.spec.has_value());
        CHECK((entry.spec.error().code == row.code));
    }
}

TEST_CASE("contains: finds exactly the spec, in any tolerant spelling", "[cluster]") {
    const CheckpointList listing{
        reported_checkpoint("not a name"),
        reported_checkpoint(R"(1\Key)"),
        reported_checkpoint(R"(24\P\Key)"),
    };
    CHECK(contains(listing, R"(1\\Key)"_csp));
    CHECK(contains(listing, R"(24\P\Key)"_csp));
    CHECK_FALSE(contains(listing, R"(24\\Key)"_csp));
    CHECK_FALSE(contains(listing, R"(24\p\Key)"_csp));
    CHECK_FALSE(contains(listing, R"(1\\key)"_csp));
    CHECK_FALSE(contains(listing, R"(2\\Key)"_csp));
    CHECK_FALSE(contains({}, R"(1\\Key)"_csp));
}

TEST_CASE("presence_in: distinguishes equal, similar and other entries", "[cluster]") {
    const auto presence = [](const char* entry, CspSpecView spec) {
        return presence_in({reported_checkpoint("no name"), reported_checkpoint(entry)}, spec);
    };
    constexpr auto omitted = R"(1\\Key)"_csp;
    constexpr auto named = R"(1\P\Key)"_csp;
    CHECK((presence(R"(1\\Key)", omitted) == Presence::present));
    CHECK((presence(R"(1\Key)", omitted) == Presence::present));
    CHECK((presence(R"(1\P\Key)", named) == Presence::present));
    for (const char* unclear : {R"(1\\KEY)", R"(1\P\Key)", R"(1\P\kEY)"})
        CHECK((presence(unclear, omitted) == Presence::unclear));
    for (const char* unclear : {R"(1\p\Key)", R"(1\P\key)", R"(1\\Key)", R"(1\\key)"})
        CHECK((presence(unclear, named) == Presence::unclear));
    for (const char* other : {R"(2\\Key)", R"(1\\Key2)", R"(1\\Ke)", "", "Key"})
        CHECK((presence(other, omitted) == Presence::absent));
    for (const char* other : {R"(2\P\Key)", R"(1\Q\Key)", R"(1\P\K)", R"(2\\Key)"})
        CHECK((presence(other, named) == Presence::absent));
    CHECK((presence_in({}, named) == Presence::absent));
    // an equal entry outranks a similar one
    CHECK((presence_in({reported_checkpoint(R"(1\\KEY)"), reported_checkpoint(R"(1\\Key)")},
                       omitted) == Presence::present));
}

TEST_CASE("other_spellings: returns the entries that differ from the canonical name", "[cluster]") {
    const CheckpointList listing{
        reported_checkpoint("no name"),    reported_checkpoint(R"(01\\Key)"),
        reported_checkpoint(R"(1\\Key)"),  reported_checkpoint(R"(1\Key)"),
        reported_checkpoint(R"(1\\Key2)"), reported_checkpoint(R"(02\\Key)"),
    };
    CHECK((other_spellings(listing, R"(1\\Key)"_csp) ==
           std::vector<std::string>{R"(01\\Key)", R"(1\Key)"}));
    CHECK((other_spellings(listing, R"(2\\Key)"_csp) == std::vector<std::string>{R"(02\\Key)"}));
    CHECK(other_spellings(listing, R"(1\\Key2)"_csp).empty());
    CHECK(other_spellings({}, R"(1\\Key)"_csp).empty());
}

TEST_CASE("contains, presence_in, other_spellings: take a spec of another character type",
          "[cluster]") {
    const CheckpointList listing{reported_checkpoint("01\\\\Schl\u00fcssel"),
                                 reported_checkpoint("1\\\\\u9375")};
    CHECK(contains(listing, L"1\\\\Schl\u00fcssel"_csp));
    CHECK_FALSE(contains(listing, u"2\\\\\u9375"_csp));
    CHECK((presence_in(listing, u8"1\\\\SCHL\u00fcSSEL"_csp) == Presence::unclear));
    CHECK((other_spellings(listing, U"1\\\\Schl\u00fcssel"_csp) ==
           std::vector<std::string>{"01\\\\Schl\u00fcssel"}));
}

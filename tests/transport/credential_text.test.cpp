// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/transport/detail/credential_text.hpp>

#include <string>

using namespace crypto_checkpoint;
using namespace std::string_literals;
using detail::Credential;
using detail::NtlmEncoding;
using detail::text_for_ntlm;

namespace {

std::string user(std::string_view text, NtlmEncoding encoding = NtlmEncoding::latin1) {
    const auto converted = text_for_ntlm(text, Credential::user, encoding);
    return converted ? std::string(converted->reveal()) : converted.error().detail;
}
std::string password(std::string_view text, NtlmEncoding encoding = NtlmEncoding::latin1) {
    const auto converted = text_for_ntlm(text, Credential::password, encoding);
    return converted ? std::string(converted->reveal()) : converted.error().detail;
}

const std::string sent_wrong = " has characters that libcurl would send wrong by NTLM, and a wrong "
                               "attempt may lock the account; "
                               "use negotiate, or basic over https";

}  // namespace

TEST_CASE("text_for_ntlm: ASCII stays as it is", "[transport]") {
    for (const NtlmEncoding encoding :
         {NtlmEncoding::latin1, NtlmEncoding::utf8, NtlmEncoding::ascii})
        for (const std::string_view text :
             {"", "x", R"(DOMAIN\user)", "user@realm", "a/B c\x7F\x01"}) {
            CHECK(user(text, encoding) == text);
            CHECK(password(text, encoding) == text);
        }
}

TEST_CASE("text_for_ntlm: Latin-1 where it suffices, the name of the user in capitals",
          "[transport]") {
    // The letters between U+00E0 and U+00FE, but for the division sign.
    CHECK(password("p\u00E4ss\u00FF\u00B5\u00DF\u0080") == "p\xE4ss\xFF\xB5\xDF\x80");
    CHECK(user("jos\u00E9") == "jos\xC9");
    CHECK(user("\u00E0\u00FE\u00F7\u00DF\u00C0\u00DE\u00A1") == "\xC0\xDE\xF7\xDF\xC0\xDE\xA1");
    CHECK(user("jos\u00E9@m\u00FCller") == "jos\xC9@m\xDCller");
    // The hash does not capitalise the domain.
    CHECK(user("d\u00F6main\\jos\u00E9\\\u00E9") == "d\xF6main\\jos\xC9\\\xC9");
    CHECK(user("d\u00F6m\u00FF/jos\u00E9") == "d\xF6m\xFF/jos\xC9");
    CHECK(user("d\u00F6/m\\jos\u00E9") == "d\xF6/m\\jos\xC9");
    // With SSPI, UTF-8.
    CHECK(user("jos\u00E9 \u0416 \U0001F511", NtlmEncoding::utf8) == "jos\u00E9 \u0416 \U0001F511");
    CHECK(password("\u20AC", NtlmEncoding::utf8) == "\u20AC");
}

TEST_CASE("text_for_ntlm: rejects what would be sent wrong", "[transport]") {
    for (const char* text : {"\u0100", "x\u20AC", "\u0416", "\U0001F511", "e\u0301"}) {
        CHECK(user(text) == "the name of the user" + sent_wrong);
        CHECK(password(text) == "the password" + sent_wrong);
        CHECK(password(text, NtlmEncoding::ascii) == "the password" + sent_wrong);
    }
    // Their capitals are not in Latin-1.
    for (const char* text : {"\u00FF", "\u00B5", "D\\\u00FF"})
        CHECK(user(text) == "the name of the user" + sent_wrong);
    CHECK(password("\u00E9", NtlmEncoding::ascii) == "the password" + sent_wrong);
    for (const char* text : {"caf\xE9", "\xFF\xFE", "\xC3", "\xED\xA0\x80"})
        for (const NtlmEncoding encoding :
             {NtlmEncoding::latin1, NtlmEncoding::utf8, NtlmEncoding::ascii}) {
            CHECK(user(text, encoding) == "the name of the user is not well-formed UTF-8");
            CHECK(password(text, encoding) == "the password is not well-formed UTF-8");
        }
}

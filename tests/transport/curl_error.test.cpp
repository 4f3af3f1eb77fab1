// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/transport/detail/curl_error.hpp>

using namespace crypto_checkpoint;
using detail::cleaned_curl_text;
using detail::curl_error;
using detail::errc_from_curl;

TEST_CASE("errc_from_curl: outcome_unknown once anything was sent", "[transport]") {
    for (const CURLcode code :
         {CURLE_OPERATION_TIMEDOUT, CURLE_PEER_FAILED_VERIFICATION, CURLE_URL_MALFORMAT,
          CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_COULDNT_CONNECT}) {
        INFO(code);
        CHECK(errc_from_curl(code, true) == Errc::outcome_unknown);
    }
    // A response that is too large did arrive.
    CHECK(errc_from_curl(CURLE_FILESIZE_EXCEEDED, true) == Errc::limit_exceeded);
    CHECK(errc_from_curl(CURLE_FILESIZE_EXCEEDED, false) == Errc::limit_exceeded);
}

TEST_CASE("errc_from_curl: maps libcurl's code if nothing was sent", "[transport]") {
    CHECK(errc_from_curl(CURLE_OPERATION_TIMEDOUT, false) == Errc::timed_out);
    for (const CURLcode code : {CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR,
                                CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE}) {
        INFO(code);
        CHECK(errc_from_curl(code, false) == Errc::insecure_connection);
    }
    for (const CURLcode code :
         {CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT,
          CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION, CURLE_SSL_CERTPROBLEM,
          CURLE_SSL_CACERT_BADFILE}) {
        INFO(code);
        CHECK(errc_from_curl(code, false) == Errc::invalid_value);
    }
    for (const CURLcode code :
         {CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
          CURLE_SSL_CONNECT_ERROR, CURLE_OUT_OF_MEMORY, CURLE_GOT_NOTHING}) {
        INFO(code);
        CHECK(errc_from_curl(code, false) == Errc::cluster_unreachable);
    }
}

TEST_CASE("cleaned_curl_text: is one line of printable ASCII", "[transport]") {
    CHECK(cleaned_curl_text("").empty());
    CHECK(cleaned_curl_text(" plain ~ text") == " plain ~ text");
    CHECK(cleaned_curl_text("a\nb\x7F"
                            "c\x1F"
                            "d\xC3\xA9"
                            "e") == "a?b?c?d??e");
    CHECK(cleaned_curl_text("ends \r\n").size() == 4);
    CHECK(cleaned_curl_text("why? ") == "why");
    CHECK(cleaned_curl_text("\n ?").empty());
}

TEST_CASE("curl_error: has libcurl's number and always a text", "[transport]") {
    const Error with_text = curl_error(CURLE_COULDNT_CONNECT, false, "connection refused\n");
    CHECK(with_text == Error(Errc::cluster_unreachable, NativeCode{NativeDomain::curl, 7},
                             "connection refused"));
    const Error without_text = curl_error(CURLE_COULDNT_CONNECT, true, "");
    CHECK(without_text.code == Errc::outcome_unknown);
    CHECK(without_text.detail == curl_easy_strerror(CURLE_COULDNT_CONNECT));
}

TEST_CASE("advice_on_ticket: recommends kinit only where it helps", "[transport]") {
    const auto advice = [](std::string_view reason) {
        return detail::advice_on_ticket(reason, "node1");
    };
    const std::string service =
        "; the realm has no service HTTP/NAME for node1: the URL has to name the host as the realm "
        "does";
    CHECK(advice("gss_init_sec_context() failed: Unspecified GSS failure.  Minor code may provide "
                 "more information. Server HTTP/node1@REALM not found in Kerberos database") ==
          service);
    CHECK(advice("Server not found in Kerberos database") == service);
    for (const char* reason :
         {"Cannot contact any KDC for realm 'R'", "Cannot find KDC for realm \"R\"",
          "Clock skew too great", "Configuration file does not specify default realm"})
        CHECK(advice(reason).empty());
    for (const char* reason :
         {"No Kerberos credentials available (default cache: FILE:/tmp/krb5cc_0)", "Ticket expired",
          "SPNEGO cannot find mechanisms to negotiate", "Matching credential not found"})
        CHECK(advice(reason) == "; kinit USER@REALM gets one");
}

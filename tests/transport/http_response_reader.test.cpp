// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/transport/detail/http_response_reader.hpp>

#include <string>

using namespace crypto_checkpoint;
using detail::HttpResponseReader;

TEST_CASE("HttpResponseReader: builds a response from lines and parts", "[transport]") {
    HttpResponseReader reader(10);
    CHECK_FALSE(reader.has_whole_head());
    for (const char* line : {"HTTP/1.1 401 No\r\n", "www-AUTHENTICATE:Basic\r\n", "X: y\r\n",
                             "Content-Type : a\r\n", "no colon\r\n", ": nameless\r\n"})
        CHECK(reader.take_head_line(line));
    CHECK_FALSE(reader.was_challenged());
    CHECK(reader.take_head_line("\r\n"));
    CHECK(reader.has_whole_head());
    CHECK(reader.was_challenged());
    CHECK(reader.take_body_part("12345"));
    CHECK(reader.take_body_part("67890"));
    CHECK((reader.take() == TransportResponse{401, "", "", {"Basic"}, "1234567890"}));
}

TEST_CASE("HttpResponseReader: a new status line drops the response so far, a trailer is ignored",
          "[transport]") {
    HttpResponseReader reader(10);
    for (const char* line : {"HTTP/1.1 100 Continue\r\n", "Location: /\r\n", "\r\n"})
        CHECK(reader.take_head_line(line));
    CHECK_FALSE(reader.has_whole_head());
    for (const char* line : {"HTTP/1.1 200\r\n", "Content-Type:\ta; b=c \r\n", "\r\n"})
        CHECK(reader.take_head_line(line));
    CHECK(reader.take_body_part("answer"));
    for (const char* line : {"Content-Type: evil\r\n", "Location: /evil\r\n", "\r\n"})
        CHECK(reader.take_head_line(line));
    CHECK(reader.has_whole_head());
    CHECK((reader.take() == TransportResponse{200, "a; b=c", "", {}, "answer"}));
}

TEST_CASE("HttpResponseReader: rejects a status line without a status", "[transport]") {
    for (const char* line : {"HTTP/1.1\r\n", "HTTP/1.1 \r\n", "HTTP/1.1 2\r\n", "HTTP/1.1 2x0\r\n",
                             "HTTP/\r\n", "HTTP/1.1  200\r\n"}) {
        INFO(line);
        HttpResponseReader reader(10);
        CHECK(reader.take_head_line(line));
        CHECK(reader.take_head_line("\r\n"));
        CHECK_FALSE(reader.has_whole_head());
    }
}

TEST_CASE("HttpResponseReader: limits head and body", "[transport]") {
    HttpResponseReader body(10);
    CHECK(body.take_body_part("1234567890"));
    CHECK(body.take_body_part(""));
    CHECK_FALSE(body.has_overflowed());
    CHECK_FALSE(body.take_body_part("1"));
    CHECK(body.has_overflowed());

    HttpResponseReader head(10);
    CHECK(head.take_head_line(std::string(detail::max_head_bytes, 'x')));
    CHECK_FALSE(head.take_head_line("\n"));
    CHECK(head.has_overflowed());
}

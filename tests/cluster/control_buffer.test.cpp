// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/exact_buffer.hpp"
#include <crypto_checkpoint/cluster/detail/control_buffer.hpp>

using namespace crypto_checkpoint;
using detail::Bytes;
using detail::control_text;
using detail::control_texts;
using detail::read_control_text;
using detail::read_control_texts;

namespace {

/// The bytes of code units, in memory of exactly their size at an odd address.
Bytes bytes_of(std::u16string_view units) {
    Bytes bytes;
    for (const char16_t unit : units) {
        bytes.push_back(static_cast<std::uint8_t>(unit & 0xFF));
        bytes.push_back(static_cast<std::uint8_t>(unit >> 8));
    }
    return bytes;
}

template <class Reader>
auto at_odd_address(const Bytes& bytes, Reader read) {
    test_support::ExactBuffer<char> buffer(bytes.size() + 1);
    for (std::size_t i = 0; i != bytes.size(); ++i) buffer[i + 1] = static_cast<char>(bytes[i]);
    return read(std::span(reinterpret_cast<const std::uint8_t*>(&buffer[0]) + 1, bytes.size()));
}

Result<std::string> text_in(std::u16string_view units) {
    return at_odd_address(bytes_of(units), read_control_text);
}
Result<std::vector<std::string>> texts_in(std::u16string_view units) {
    return at_odd_address(bytes_of(units), read_control_texts);
}
using Texts = std::vector<std::string>;
using namespace std::string_view_literals;

}  // namespace

TEST_CASE("ResourceControl: has the documented codes", "[wsman]") {
    // The fields of a control code: function, object, access, modifies.
    constexpr auto code = [](std::uint32_t function, std::uint32_t access, bool modifies) {
        return std::uint32_t{1} << 24 | (modifies ? std::uint32_t{1} << 22 : 0) | function << 2 |
               access;
    };
    using enum detail::ResourceControl;
    CHECK(static_cast<std::uint32_t>(add_crypto_checkpoint) == code(43, 2, true));
    CHECK(static_cast<std::uint32_t>(delete_crypto_checkpoint) == code(44, 2, true));
    CHECK(static_cast<std::uint32_t>(get_crypto_checkpoints) == code(45, 1, false));
    CHECK(static_cast<std::uint32_t>(add_crypto_checkpoint) == 20971694);
    CHECK(static_cast<std::uint32_t>(delete_crypto_checkpoint) == 20971698);
    CHECK(static_cast<std::uint32_t>(get_crypto_checkpoints) == 16777397);
}

TEST_CASE("control_text: encodes UTF-16 with its terminator", "[wsman]") {
    CHECK(control_text("").size() == 2);
    CHECK(control_text(R"(1\\MyKey)").size() == 18);
    CHECK(control_text(R"(1\Microsoft Base Cryptographic Provider v1.0\MyKey)").size() == 102);
    CHECK(control_text("a\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E") ==
          bytes_of(u"a\u00E9\u20AC\U0001D11E\0"sv));
    CHECK(control_text("a\xFF") == bytes_of(u"a\uFFFD\0"sv));
    CHECK(control_text("a\0b"sv) == bytes_of(u"a\uFFFDb\0"sv));
}

TEST_CASE("control_texts: end with one more terminator", "[wsman]") {
    CHECK(control_texts({}) == bytes_of(u"\0"sv));
    CHECK(control_texts({"a", "bc"}) == bytes_of(u"a\0bc\0\0"sv));
    CHECK(control_texts({"a", "", "b"}) == bytes_of(u"a\0b\0\0"sv));
}

TEST_CASE("read_control_text: reads up to the terminator", "[wsman]") {
    CHECK(text_in(u"\0"sv) == "");
    CHECK(text_in(u"a\u00E9\u20AC\U0001D11E\U0010FFFF\0"sv) ==
          "a\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E\xF4\x8F\xBF\xBF");
    CHECK(text_in(u"a\0\0\0"sv) == "a");
    const auto fails_with = [](const Result<std::string>& outcome, Errc code) {
        return !outcome && outcome.error().code == code;
    };
    CHECK(fails_with(text_in(u""), Errc::malformed_message));
    CHECK(fails_with(text_in(u"abc"), Errc::malformed_message));
    CHECK(fails_with(text_in(u"a\0b\0"sv), Errc::malformed_message));
    CHECK(fails_with(at_odd_address({'a', 0, 0}, read_control_text), Errc::malformed_message));
    CHECK(fails_with(at_odd_address({0}, read_control_text), Errc::malformed_message));
    for (const std::u16string units :
         {u"a\xD834", u"\xDD1E", u"\xDD1E\xD834", u"\xD834\xD834\xDD1E", u"\xD834z"})
        CHECK(fails_with(text_in(units + u'\0'), Errc::ill_formed_text));
}

TEST_CASE("read_control_texts: reads up to the end of the list", "[wsman]") {
    CHECK(texts_in(u"") == Texts{});
    CHECK(texts_in(u"\0"sv) == Texts{});
    CHECK(texts_in(u"\0\0"sv) == Texts{});
    CHECK(texts_in(u"a\0bc\0\0"sv) == Texts{"a", "bc"});
    CHECK(texts_in(u"a\0bc\0"sv) == Texts{"a", "bc"});
    CHECK(texts_in(u"a\0\0\0\0"sv) == Texts{"a"});
    CHECK(texts_in(u"a\xD834\0\xDD1E\0\0"sv) == Texts{"a\xEF\xBF\xBD", "\xEF\xBF\xBD"});
    CHECK(texts_in(u"\xD834\xDD1E\0\0"sv) == Texts{"\xF0\x9D\x84\x9E"});
    for (const auto& outcome : {texts_in(u"a"), texts_in(u"a\0b"sv), texts_in(u"a\0\0rest\0\0"sv),
                                texts_in(u"a\0\0\0b"sv), texts_in(u"\0b\0\0"sv),
                                at_odd_address({'a', 0, 0, 0, 0}, read_control_texts)}) {
        REQUIRE_FALSE(outcome);
        CHECK((outcome.error().code == Errc::malformed_message));
    }
    const Texts texts{R"(1\\Key)", "24\\\xC3\xA9\\\xF0\x9D\x84\x9E"};
    CHECK(read_control_texts(control_texts(texts)) == texts);
}

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_WRITER_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_WRITER_HPP

#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wsman/detail/xml_characters.hpp>

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// Where in a message a value stands.
enum class XmlPlace : unsigned char {
    content,    ///< behind a start tag: nothing there makes the element `<a/>`
    text,       ///< elsewhere between tags
    attribute,  ///< between quotes
    tag,        ///< a name, or attributes: written as it is
    end,        ///< of the message
};

/// A message, or a part of one, as it stands in the source, with a place `{}` for each value. A line
/// break and the indentation behind it are layout: nothing behind a tag, and one space inside a tag. As
/// with std::format_string, a wrong number of values does not compile.
template <class... Values>
class XmlTemplate {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): as std::format_string
    consteval XmlTemplate(const char* source) {
        XmlPlace here = XmlPlace::text;
        const char* begin = source;
        const char* tag = source;
        std::size_t count = 0;
        for (const char* at = source; *at != '\0'; ++at) {
            if (*at == '<') {
                here = XmlPlace::tag;
                tag = at;
            } else if (*at == '>') {
                const bool is_start_tag = tag[1] != '/' && at[-1] != '/';
                here = is_start_tag ? XmlPlace::content : XmlPlace::text;
            } else if (*at == '"' && here == XmlPlace::tag) {
                here = XmlPlace::attribute;
            } else if (*at == '"' && here == XmlPlace::attribute) {
                here = XmlPlace::tag;
            } else if (*at == '{') {
                parts_.at(count++) = {{begin, at}, here};
                begin = ++at + 1;
                if (here == XmlPlace::content) here = XmlPlace::text;
            }
        }
        parts_.at(count) = {begin, XmlPlace::end};
        if (count != sizeof...(Values)) throw "each place needs a value, and each value a place";
    }

    /// Text of the source, and the place behind it.
    struct Part {
        std::string_view text;
        XmlPlace place;
    };
    [[nodiscard]] const Part& operator[](std::size_t index) const noexcept { return parts_[index]; }

private:
    std::array<Part, sizeof...(Values) + 1> parts_{};
};

/// Writes a message in UTF-8, without a byte order mark. A value is a text, a number, or a function that
/// writes what is in its place. Texts are escaped. What XML cannot carry is replaced: control characters
/// by `?`, other characters by U+FFFD, and a tab or a line break in an attribute by a space.
/// @par Source  MS-WSMV 3.1.4.1.25, for control characters
class XmlWriter {
public:
    XmlWriter() { text_.reserve(2048); }

    template <class... Values>
    void write(XmlTemplate<std::type_identity_t<Values>...> form, const Values&... values) {
        std::size_t part = 0;
        (write_part(form[part++], values), ...);
        append_source(form[part].text);
    }

    /// Empties it.
    std::string take() { return std::move(text_); }

    /// The same, unless something was replaced.
    /// @par Errors  unsupported: a text that XML cannot carry; ill_formed_text
    Result<std::string> take_unchanged() {
        if (replaced_) return std::unexpected(*std::move(replaced_));
        return take();
    }

private:
    template <class Part, class Value>
    void write_part(const Part& part, const Value& value) {
        append_source(part.text);
        if (part.place == XmlPlace::content) start_tag_end_ = text_.size();
        if constexpr (std::invocable<const Value&>)
            value();
        else if constexpr (std::unsigned_integral<Value>)
            append_number(value);
        else
            append_value(value, part.place);
    }

    /// Appends text of the source without its layout.
    void append_source(std::string_view source) {
        for (;;) {
            const auto end = source.find('\n');
            append_line(source.substr(0, end));
            if (end == source.npos) return;
            const bool is_in_tag = end != 0 && source[end - 1] != '>';
            if (is_in_tag) text_ += ' ';
            source.remove_prefix(end + 1);
            while (source.starts_with(' ')) source.remove_prefix(1);
        }
    }

    void append_line(std::string_view line) {
        if (line.starts_with("</") && start_tag_end_ == text_.size()) {
            text_.back() = '/';
            is_ending_tag_ = true;
        }
        if (is_ending_tag_) {
            const auto end = line.find('>');
            if (end == line.npos) return;
            is_ending_tag_ = false;
            line.remove_prefix(end);
        }
        text_.append(line);
    }

    void append_number(std::uint64_t number) {
        std::array<char, 20> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
        text_.append(digits.data(), end.ptr);
    }

    void append_value(std::string_view value, XmlPlace place) {
        if (place == XmlPlace::tag) {
            if (!is_ending_tag_) text_.append(value);
            return;
        }
        const char* const end = value.data() + value.size();
        for (const char* at = value.data();;) {
            const char* const special = skip_plain(at, end);
            text_.append(at, static_cast<std::size_t>(special - at));
            if (special == end) return;
            at = special + append_character(special, end, place);
        }
    }

    /// Appends the character at @p at. @return  its length
    std::size_t append_character(const char* at, const char* end, XmlPlace place) {
        switch (*at) {
            case '&': text_ += "&amp;"; return 1;
            case '<': text_ += "&lt;"; return 1;
            case '>': text_ += "&gt;"; return 1;
            case '"': text_ += place == XmlPlace::attribute ? "&quot;" : "\""; return 1;
            default: break;
        }
        const ScannedCharacter character = scan_character(at, end);
        const bool is_blank = character.value == '\t' || character.value == '\n';
        if (is_blank && place == XmlPlace::attribute) {
            replace(" ", Errc::unsupported,
                    "an attribute in XML cannot carry a tab or a line break");
        } else if (!character.well_formed) {
            replace("\xEF\xBF\xBD", Errc::ill_formed_text, {});
        } else if (!is_xml_character(character.value)) {
            replace(character.value < 0x20 ? "?" : "\xEF\xBF\xBD", Errc::unsupported,
                    "XML cannot carry the character number " +
                        std::to_string(std::uint32_t{character.value}));
        } else {
            text_.append(at, character.length);
        }
        return character.length;
    }

    void replace(std::string_view by, Errc code, std::string why) {
        text_.append(by);
        if (!replaced_) replaced_ = Error(code, std::move(why));
    }

    std::string text_;
    std::size_t start_tag_end_ = 0;  ///< of the last start tag with a place behind it
    bool is_ending_tag_ = false;     ///< an end tag is left out up to its `>`
    std::optional<Error> replaced_;
};

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_VALIDATOR_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_VALIDATOR_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/wsman/detail/xml_characters.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The protocol needs a dozen.
inline constexpr int max_nesting = 64;

/// Finds what XML or SOAP forbids and pugixml accepts, in one walk. It leaves to pugixml that the end tag
/// of an element has its name.
/// @par Source  Extensible Markup Language 1.0; SOAP 1.2 part 1, section 5
class XmlValidator {
public:
    explicit XmlValidator(std::string_view text) noexcept
        : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

    /// @return  empty if the message is valid
    [[nodiscard]] std::string_view find_error() noexcept {
        while (read_content() && at_ != end_ && read_markup()) {}
        if (error_.empty() && depth_ != 0) (void)fail(cut_off);
        if (error_.empty() && !is_ascii_ && !is_utf8_) (void)fail(other_encoding);
        return error_;
    }

private:
    static constexpr std::size_t max_attributes = 64;
    static constexpr std::string_view cut_off = "it ends in the middle";
    static constexpr std::string_view text_outside = "it has text outside its element";
    static constexpr std::string_view malformed_tag = "it has a malformed tag";
    static constexpr std::string_view other_encoding = "its encoding is not UTF-8";

    struct Attribute {
        std::string_view name;
        std::string_view value;
    };

    /// @return  false
    bool fail(std::string_view why) noexcept {
        error_ = why;
        return false;
    }

    [[nodiscard]] bool is_next(std::string_view text) const noexcept {
        return std::string_view(at_, end_).starts_with(text);
    }

    /// @return  whether there was one
    bool skip(std::string_view text) noexcept {
        if (!is_next(text)) return false;
        at_ += text.size();
        return true;
    }

    /// @return  whether there was one
    bool skip_blanks() noexcept {
        const char* const first = at_;
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
        return at_ != first;
    }

    // --- characters

    bool read_character() noexcept {
        const ScannedCharacter character = scan_character(at_, end_);
        if (!character.well_formed) return fail("it is not UTF-8 text");
        if (!is_xml_character(character.value) && character.value != '\r')
            return fail("it contains a character that XML does not allow");
        is_ascii_ = is_ascii_ && character.value < 0x80;
        at_ += character.length;
        return true;
    }

    /// A predefined entity or an allowed character. pugixml would decode `&#0;` to a NUL, which ends the
    /// text.
    bool read_reference() noexcept {
        constexpr auto known = std::to_array<std::string_view>({"amp", "lt", "gt", "quot", "apos"});
        std::string_view name = std::string_view(at_, end_).substr(1, 11);
        name = name.substr(0, name.find(';'));
        const char* const semicolon = at_ + 1 + name.size();
        bool is_valid = std::ranges::find(known, name) != known.end();
        if (name.starts_with('#')) {
            const bool is_hexadecimal = name.starts_with("#x");
            name.remove_prefix(is_hexadecimal ? 2 : 1);
            const auto value = parse_number<std::uint32_t>(name, is_hexadecimal ? 16 : 10);
            is_valid = value && (is_xml_character(*value) || *value == '\r');
        }
        if (!is_valid || semicolon == end_ || *semicolon != ';')
            return fail("it has a reference to no character");
        at_ = semicolon + 1;
        return true;
    }

    /// Text up to @p stop, a `<` or the end.
    bool read_text(char stop) noexcept {
        for (;;) {
            at_ = skip_plain(at_, end_);
            if (at_ == end_ || *at_ == '<' || *at_ == stop) return true;
            if (*at_ == '&' ? !read_reference() : !read_character()) return false;
        }
    }

    /// Anything up to and including @p mark, which ends with `>`.
    bool skip_behind(std::string_view mark) noexcept {
        const char* const first = at_;
        for (;;) {
            at_ = skip_plain(at_, end_);
            if (at_ == end_) return fail(cut_off);
            const bool is_end = *at_ == '>';
            if (!read_character()) return false;
            if (is_end && std::string_view(first, at_).ends_with(mark)) return true;
        }
    }

    /// A name, without a test of which characters beyond ASCII it has.
    /// @par Source  Extensible Markup Language 1.0, 2.3
    bool read_name() noexcept {
        constexpr auto is_in_names = [] {
            std::array<bool, 256> table{};
            for (char letter = 'a'; letter <= 'z'; ++letter)
                table[unit_value(letter)] = table[unit_value(letter) - 'a' + 'A'] = true;
            for (const char letter : std::string_view("_:-.0123456789"))
                table[unit_value(letter)] = true;
            return table;
        }();
        const char* const first = at_;
        for (;;) {
            at_ = std::find_if_not(at_, end_,
                                   [&](char letter) { return is_in_names[unit_value(letter)]; });
            if (at_ == end_ || unit_value(*at_) < 0x80) break;
            if (!read_character()) return false;
        }
        const bool is_name = at_ != first && (*first < '-' || '9' < *first);
        return is_name || ((at_ == end_ || read_character()) && fail(malformed_tag));
    }

    // --- markup

    /// Text between tags.
    bool read_content() noexcept {
        const char* const first = at_;
        while (read_text('>')) {
            const std::string_view text(first, at_);
            if (depth_ == 0 && !trim(text).empty()) return fail(text_outside);
            if (at_ == end_ || *at_ == '<') return true;
            if (text.ends_with("]]")) return fail("it has a ']]>' outside a CDATA section");
            ++at_;
        }
        return false;
    }

    bool read_markup() noexcept {
        switch (end_ - at_ > 1 ? at_[1] : '\0') {
            case '/': return read_end_tag();
            case '?': return read_instruction();
            case '!': break;
            default: return read_start_tag();
        }
        if (skip("<!--")) return read_comment();
        if (skip("<![CDATA[")) return depth_ != 0 ? skip_behind("]]>") : fail(text_outside);
        return fail("it has a document type declaration, which SOAP forbids");
    }

    bool read_comment() noexcept {
        const char* const first = at_;
        if (!skip_behind("-->")) return false;
        const std::string_view comment(first, at_ - 2);
        return comment.find("--") == comment.npos || fail("it has a '--' inside a comment");
    }

    bool read_instruction() noexcept {
        const char* const first = at_ += 2;
        if (!read_name()) return false;
        const std::string_view name(first, at_);
        if (name == "xml" && first == begin_ + 2) return read_declaration();
        if (equals_ignoring_ascii_case(name, "xml"))
            return fail("it has an XML declaration behind its beginning");
        if (!is_next("?>") && !skip_blanks()) return fail(malformed_tag);
        return skip_behind("?>");
    }

    bool read_end_tag() noexcept {
        at_ += 2;
        if (!read_name()) return false;
        skip_blanks();
        if (at_ == end_) return fail(cut_off);
        if (!skip(">") || depth_ == 0) return fail(malformed_tag);
        --depth_;
        return true;
    }

    bool read_start_tag() noexcept {
        ++at_;
        if (depth_ == 0 && has_root_) return fail("it has several elements outside each other");
        has_root_ = true;
        if (depth_ == max_nesting) return fail("it is nested too deep");
        if (!read_name() || !read_attributes()) return false;
        if (*at_ != '>') return skip("/>") || fail(malformed_tag);
        ++at_;
        ++depth_;
        return true;
    }

    /// The attributes of a tag, up to what ends it.
    bool read_attributes() noexcept {
        for (count_ = 0;;) {
            const bool is_apart = skip_blanks();
            if (at_ == end_) return fail(cut_off);
            if (*at_ == '>' || *at_ == '/' || *at_ == '?') return true;
            if (*at_ == '<') return fail("it has a '<' inside a tag");
            if (!is_apart) return fail(malformed_tag);
            if (count_ == max_attributes) return fail("it has too many attributes in one tag");
            if (!read_attribute(attributes_[count_])) return false;
            const auto* const last = attributes_.begin() + count_;
            if (std::ranges::find(attributes_.begin(), last, last->name, &Attribute::name) != last)
                return fail("it has a repeated attribute in one tag");
            ++count_;
        }
    }

    bool read_attribute(Attribute& attribute) noexcept {
        const char* first = at_;
        if (!read_name()) return false;
        attribute.name = {first, at_};
        skip_blanks();
        if (!skip("=")) return fail(malformed_tag);
        skip_blanks();
        if (!is_next("'") && !is_next("\"")) return fail(malformed_tag);
        const char quote = *at_;
        first = ++at_;
        if (!read_text(quote)) return false;
        if (at_ == end_) return fail(cut_off);
        if (*at_ == '<') return fail("it has a '<' inside a tag");
        attribute.value = {first, at_};
        ++at_;
        return true;
    }

    /// The XML declaration. The encoding must be UTF-8, or one that is the same for ASCII if there is
    /// nothing else.
    /// @par Source  Extensible Markup Language 1.0, 2.8 and 4.3.3: another declaration is an error
    bool read_declaration() noexcept {
        constexpr auto ascii = std::to_array<std::string_view>(
            {"US-ASCII", "ASCII", "ISO-8859-1", "ISO-8859-15", "windows-1252"});
        if (!read_attributes()) return false;
        bool is_valid = skip("?>") && count_ != 0 && attributes_[0].name == "version";
        for (std::size_t i = 1; i < count_; ++i) {
            const auto& [name, value] = attributes_[i];
            is_valid = is_valid && (name == "encoding" || name == "standalone");
            if (name != "encoding") continue;
            is_utf8_ = equals_ignoring_ascii_case(value, "UTF-8");
            if (!is_utf8_ && std::ranges::none_of(ascii, [&](std::string_view same) {
                    return equals_ignoring_ascii_case(value, same);
                }))
                return fail(other_encoding);
        }
        return is_valid || fail("it has a malformed XML declaration");
    }

    const char* begin_;
    const char* at_;
    const char* end_;
    int depth_ = 0;
    bool has_root_ = false;
    bool is_ascii_ = true;
    bool is_utf8_ = true;  ///< not declared otherwise
    std::array<Attribute, max_attributes> attributes_;
    std::size_t count_ = 0;
    std::string_view error_;
};

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

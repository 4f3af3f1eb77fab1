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
#include <optional>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The protocol needs a dozen.
inline constexpr int max_nesting = 64;

/// Skips printable ASCII, which most of a message consists of.
inline const char* skip_printable(const char* at, const char* end) noexcept {
    while (at != end && 0x20 <= unit_value(*at) && unit_value(*at) < 0x7F) ++at;
    return at;
}

/// Finds what XML or SOAP forbids and pugixml accepts.
class XmlValidator {
public:
    explicit XmlValidator(std::string_view text) noexcept : text_(text) {}

    /// @return  empty if the message is valid
    [[nodiscard]] std::string_view find_error() noexcept {
        for (const auto check :
             {&XmlValidator::find_characters_error, &XmlValidator::find_encoding_error,
              &XmlValidator::find_markup_error})
            if (const std::string_view error = (this->*check)(); !error.empty()) return error;
        return {};
    }

private:
    std::string_view find_characters_error() noexcept {
        const char* const end = text_.data() + text_.size();
        for (const char* at = text_.data(); (at = skip_printable(at, end)) != end;) {
            const ScannedCharacter character = scan_character(at, end);
            if (!character.well_formed) return "it is not UTF-8 text";
            if (!is_xml_character(character.value) && character.value != '\r')
                return "it contains a character that XML does not allow";
            is_ascii_ = is_ascii_ && character.value < 0x80;
            at += character.length;
        }
        return {};
    }

    /// The declared encoding must be UTF-8, or one that is the same for ASCII if there is nothing else.
    /// @par Source  Extensible Markup Language 1.0, 4.3.3: another declaration is an error
    [[nodiscard]] std::string_view find_encoding_error() noexcept {
        const auto declared = declared_encoding();
        if (!declared || equals_ignoring_ascii_case(*declared, "UTF-8")) return {};
        constexpr auto ascii = std::to_array<std::string_view>(
            {"US-ASCII", "ASCII", "ISO-8859-1", "ISO-8859-15", "windows-1252"});
        const bool is_same = std::ranges::any_of(ascii, [&](std::string_view name) {
            return equals_ignoring_ascii_case(*declared, name);
        });
        return is_ascii_ && is_same ? std::string_view() : "its encoding is not UTF-8";
    }

    /// The value of `encoding` in the XML declaration; empty if it is malformed.
    [[nodiscard]] std::optional<std::string_view> declared_encoding() const noexcept {
        if (!text_.starts_with("<?xml") || text_.size() < 6 || trim(text_.substr(5, 1)).size() == 1)
            return std::nullopt;
        const std::string_view declaration = text_.substr(0, text_.find("?>"));
        for (std::size_t at = 5; (at = declaration.find_first_of("\"'", at)) != text_.npos;) {
            const auto end = declaration.find(declaration[at], at + 1);
            std::string_view name = trim(declaration.substr(0, at));
            if (end == text_.npos || !name.ends_with('=')) return std::string_view();
            name = trim(name.substr(0, name.size() - 1));
            if (name.ends_with("encoding")) return declaration.substr(at + 1, end - at - 1);
            at = end + 1;
        }
        if (declaration.find("encoding") != text_.npos) return std::string_view();
        return std::nullopt;
    }

    std::string_view find_markup_error() noexcept {
        constexpr std::string_view cut_off = "it ends in the middle";
        std::size_t at = 0;
        const auto skip_behind = [&](std::size_t from, std::string_view end) {
            const auto found = text_.find(end, from);
            at = found == text_.npos ? found : found + end.size();
        };
        int depth = 0;
        for (int roots = 0;;) {
            const auto open = text_.find('<', at);
            const std::string_view between = text_.substr(at, open - at);
            if (depth == 0 && !trim(between).empty()) return "it has text outside its element";
            if (!has_valid_references(between)) return bad_reference;
            if (open == text_.npos) break;
            const std::string_view rest = text_.substr(open);
            if (rest.starts_with("<!--")) {
                skip_behind(open + 4, "-->");
            } else if (rest.starts_with("<![CDATA[")) {
                skip_behind(open + 9, "]]>");
            } else if (rest.starts_with("<!")) {
                return "it has a document type declaration, which SOAP forbids";
            } else if (rest.starts_with("<?")) {
                skip_behind(open + 2, "?>");
            } else if (rest.starts_with("</")) {
                --depth;
                skip_behind(open + 2, ">");
            } else {
                if (depth == 0 && ++roots > 1) return "it has several elements outside each other";
                if (++depth > max_nesting) return "it is nested too deep";
                const auto close = end_of_tag(open + 1);
                if (close == text_.npos) return cut_off;
                if (const auto error = find_tag_error(text_.substr(open, close - open));
                    !error.empty())
                    return error;
                if (text_[close - 1] == '/') --depth;
                at = close + 1;
            }
            if (at == text_.npos) return cut_off;
        }
        return depth == 0 ? std::string_view() : cut_off;
    }

    /// The `>` of a tag that begins before @p at. The value of an attribute may also contain one.
    [[nodiscard]] std::size_t end_of_tag(std::size_t at) const noexcept {
        for (char quote = 0; at != text_.size(); ++at) {
            const char letter = text_[at];
            if (quote != 0) {
                if (letter == quote) quote = 0;
            } else if (letter == '"' || letter == '\'') {
                quote = letter;
            } else if (letter == '>') {
                return at;
            }
        }
        return text_.npos;
    }

    /// @param tag  from its `<` up to its `>`, exclusive
    static std::string_view find_tag_error(std::string_view tag) noexcept {
        if (tag.find('<', 1) != tag.npos) return "it has a '<' inside a tag";
        if (!has_valid_references(tag)) return bad_reference;
        std::array<std::string_view, max_attributes> names;
        std::size_t count = 0;
        for (std::size_t at = 1; (at = tag.find_first_of("\"'", at)) != tag.npos;) {
            std::string_view name = trim(tag.substr(0, tag.rfind('=', at)));
            name = name.substr(name.find_last_of(" \t\r\n\"'") + 1);
            if (count == max_attributes) return "it has too many attributes in one tag";
            for (std::size_t i = 0; i != count; ++i)
                if (names[i] == name) return "it has a repeated attribute in one tag";
            names[count++] = name;
            at = tag.find(tag[at], at + 1) + 1;
        }
        return {};
    }

    /// Whether each `&` begins a predefined entity or an allowed character. pugixml would decode `&#0;`
    /// to a NUL, which ends the text.
    static bool has_valid_references(std::string_view text) noexcept {
        constexpr auto known = std::to_array<std::string_view>({"amp", "lt", "gt", "quot", "apos"});
        for (auto at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) {
            const std::string_view rest = text.substr(at + 1, 11);
            const auto end = rest.find(';');
            if (end == rest.npos) return false;
            std::string_view name = rest.substr(0, end);
            if (!name.starts_with('#')) {
                if (std::ranges::find(known, name) == known.end()) return false;
                continue;
            }
            const bool is_hexadecimal = name.starts_with("#x");
            name.remove_prefix(is_hexadecimal ? 2 : 1);
            const auto value = parse_number<std::uint32_t>(name, is_hexadecimal ? 16 : 10);
            if (!value || (!is_xml_character(*value) && *value != '\r')) return false;
        }
        return true;
    }

    static constexpr std::size_t max_attributes = 64;
    static constexpr std::string_view bad_reference = "it has a reference to no character";

    std::string_view text_;
    bool is_ascii_ = true;
};

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

// SPDX-License-Identifier: BSL-1.0
#include "console/json_line.hpp"

#include "console/text.hpp"
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/text/explain.hpp>

namespace crypto_checkpoint::cli {
namespace {

void append_escaped(std::string& text, char32_t character) {
    switch (character) {
        case '"': text += "\\\""; return;
        case '\\': text += "\\\\"; return;
        case '\b': text += "\\b"; return;
        case '\f': text += "\\f"; return;
        case '\n': text += "\\n"; return;
        case '\r': text += "\\r"; return;
        case '\t': text += "\\t"; return;
        default: break;
    }
    text += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        text += "0123456789abcdef"[(static_cast<std::uint32_t>(character) >> shift) & 0xF];
}

template <class Texts>
std::string array_of(const Texts& values) {
    std::string array = "[";
    for (const auto& value : values) {
        if (array.size() > 1) array += ',';
        array += json_quoted(value);
    }
    return array += ']';
}

}  // namespace

std::string json_quoted(std::string_view text) {
    std::string quoted = "\"";
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        const auto character = detail::scan_character(at, end);
        if (!character.well_formed)
            quoted += "\xEF\xBF\xBD";  // U+FFFD
        else if (character.value == '"' || character.value == '\\' || is_control(character.value) ||
                 detail::is_bidi_or_line_control(character.value))
            append_escaped(quoted, character.value);
        else
            quoted.append(at, character.length);
        at += character.length;
    }
    return quoted += '"';
}

JsonLine& JsonLine::member(std::string_view name, std::string_view value) {
    if (!members_.empty()) members_ += ',';
    ((members_ += json_quoted(name)) += ':') += value;
    return *this;
}

JsonLine& JsonLine::text(std::string_view name, std::string_view value) {
    return member(name, json_quoted(value));
}

JsonLine& JsonLine::text_or_null(std::string_view name, std::optional<std::string_view> value) {
    return member(name, value ? json_quoted(*value) : "null");
}

JsonLine& JsonLine::name_or_null(std::string_view name, std::string_view value) {
    return member(name, value.empty() ? "null" : json_quoted(value));
}

JsonLine& JsonLine::number(std::string_view name, std::uint64_t value) {
    return member(name, std::to_string(value));
}

JsonLine& JsonLine::number_or_null(std::string_view name, std::optional<std::uint64_t> value) {
    return member(name, value ? std::to_string(*value) : "null");
}

JsonLine& JsonLine::boolean(std::string_view name, bool value) {
    return member(name, value ? "true" : "false");
}

JsonLine& JsonLine::texts(std::string_view name, const std::vector<std::string_view>& values) {
    return member(name, array_of(values));
}

JsonLine& JsonLine::texts(std::string_view name, const std::vector<std::string>& values) {
    return member(name, array_of(values));
}

std::string JsonLine::line() const { return '{' + members_ + "}\n"; }

}  // namespace crypto_checkpoint::cli

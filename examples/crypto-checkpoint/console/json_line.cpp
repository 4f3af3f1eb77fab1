// SPDX-License-Identifier: BSL-1.0
#include "console/json_line.hpp"

#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace crypto_checkpoint::cli {

using Json = nlohmann::ordered_json;

struct JsonLine::Object {
    Json json = Json::object();
    void add(const char* name, Json value) {
        // Appends without the search for an equal name.
        json.get_ref<Json::object_t&>().Container::emplace_back(name, std::move(value));
    }
};

namespace {

/// Escapes DEL, C1 controls and bidirectional controls: JSON allows them, but a terminal may act on
/// them.
std::string without_controls(const std::string& text) {
    constexpr std::string_view first_units = "\x7F\xC2\xD8\xE2";
    std::string shown;
    std::size_t copied = 0;
    for (std::size_t at = 0; (at = text.find_first_of(first_units, at)) != text.npos; ++at) {
        const auto character = detail::scan_character(text.data() + at, text.data() + text.size());
        if (!is_control(character.value) && !detail::is_bidi_or_line_control(character.value))
            continue;
        shown.append(text, copied, at - copied);
        shown += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character.value));
        copied = at + character.length;
        at = copied - 1;
    }
    return shown.append(text, copied);
}

}  // namespace

JsonLine::JsonLine() : object_(std::make_unique<Object>()) {}
JsonLine::JsonLine(JsonLine&&) noexcept = default;
JsonLine::~JsonLine() = default;

JsonLine& JsonLine::text(const char* name, std::string_view value) {
    object_->add(name, value);
    return *this;
}

JsonLine& JsonLine::text_or_null(const char* name, std::optional<std::string_view> value) {
    object_->add(name, value ? Json(*value) : Json());
    return *this;
}

JsonLine& JsonLine::name_or_null(const char* name, std::string_view value) {
    object_->add(name, value.empty() ? Json() : Json(value));
    return *this;
}

JsonLine& JsonLine::number(const char* name, std::uint64_t value) {
    object_->add(name, value);
    return *this;
}

JsonLine& JsonLine::number_or_null(const char* name, std::optional<std::uint64_t> value) {
    object_->add(name, value ? Json(*value) : Json());
    return *this;
}

JsonLine& JsonLine::boolean(const char* name, bool value) {
    object_->add(name, value);
    return *this;
}

JsonLine& JsonLine::texts(const char* name, const std::vector<std::string_view>& values) {
    Json array = Json::array();
    for (const std::string_view value : values) array.push_back(value);
    object_->add(name, std::move(array));
    return *this;
}

JsonLine& JsonLine::texts(const char* name, const std::vector<std::string>& values) {
    object_->add(name, values);
    return *this;
}

std::string JsonLine::line() const {
    return without_controls(object_->json.dump(-1, ' ', false, Json::error_handler_t::replace)) +
           '\n';
}

}  // namespace crypto_checkpoint::cli

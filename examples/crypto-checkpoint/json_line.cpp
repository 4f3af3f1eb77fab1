// SPDX-License-Identifier: BSL-1.0
#include "json_line.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace crypto_checkpoint::cli {

using Json = nlohmann::ordered_json;

struct JsonLine::Object {
    Json json = Json::object();
    void add(const char* name, Json value) {
        // No look for a member of that name: there is none.
        json.get_ref<Json::object_t&>().Container::emplace_back(name, std::move(value));
    }
};

namespace {

/// JSON need not escape DEL and the C1 controls, but a terminal may act on them.
std::string without_controls(std::string text) {
    const auto may_be_control = [](char unit) { return unit == '\x7F' || unit == '\xC2'; };
    for (auto at = text.begin(); (at = std::find_if(at, text.end(), may_be_control)) != text.end();
         ++at) {
        const std::ptrdiff_t length = *at == '\x7F' ? 1 : 2;  // the dump is well-formed
        const auto unit = static_cast<unsigned char>(at[length - 1]);
        if (length == 2 && unit >= 0xA0) continue;
        const auto place = at - text.begin();
        text.replace(at, at + length, fmt::format("\\u{:04x}", unit));
        at = text.begin() + place;
    }
    return text;
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

std::string JsonLine::line() const {
    return without_controls(object_->json.dump(-1, ' ', false, Json::error_handler_t::replace)) +
           '\n';
}

}  // namespace crypto_checkpoint::cli

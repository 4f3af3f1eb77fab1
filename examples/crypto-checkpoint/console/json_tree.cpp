// SPDX-License-Identifier: BSL-1.0
#include "console/json_tree.hpp"

#include "console/json_line.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <limits>

namespace crypto_checkpoint::cli {
namespace {

using nlohmann::json;

/// A position in the text that the parser's copies share.
class SharedPosition {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    explicit SharedPosition(const char** at) : at_(at) {}
    reference operator*() const { return **at_; }
    SharedPosition& operator++() {
        ++*at_;
        return *this;
    }
    friend bool operator==(SharedPosition left, SharedPosition right) {
        return *left.at_ == *right.at_;
    }
    friend bool operator!=(SharedPosition left, SharedPosition right) { return !(left == right); }

private:
    const char** at_;
};

/// Builds the tree. The position after each token gives the beginning of the next.
class TreeBuilder : public nlohmann::json_sax<json> {
public:
    TreeBuilder(std::string_view text, const char* const* at) : text_(text), at_(at) {}

    bool null() override { return add(JsonNode::Null()); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add_number(std::int64_t{value}); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
            return add_number(static_cast<double>(value));
        return add_number(static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t value, const string_t&) override { return add_number(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; }  // not in text

    bool start_object(std::size_t) override { return open(JsonNode::Object()); }
    bool start_array(std::size_t) override { return open(JsonNode::Array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        auto& members = std::get<JsonNode::Object>(open_.back()->value);
        const std::size_t offset = begin_token();
        for (const auto& [other, node] : members)
            if (other == name)
                return fail("the member " + json_quoted(name) + " is there twice", offset);
        members.emplace_back(std::move(name), JsonNode{.offset = offset});
        return true;
    }

    bool parse_error(std::size_t, const std::string&,
                     const nlohmann::detail::exception& error) override {
        // "[json.exception...] parse error at line 1, column 2: syntax error while parsing value - ..."
        std::string what = error.what();
        if (const auto end = what.find("] "); end != what.npos) what.erase(0, end + 2);
        if (const auto colon = what.find(": ");
            what.starts_with("parse error") && colon != what.npos)
            what.erase(0, colon + 2);
        constexpr std::size_t max_length = 160;  // it quotes the text
        if (what.size() > max_length) what.erase(what.find_last_of("-;", max_length));
        return fail("this is not JSON: " + what, std::max<std::size_t>(offset(), 1) - 1);
    }

    [[nodiscard]] std::expected<JsonNode, JsonError> finish() && {
        if (error_) return std::unexpected(*std::move(error_));
        return std::move(root_);
    }

private:
    static constexpr std::size_t max_depth = 32;

    [[nodiscard]] std::size_t offset() const {
        return static_cast<std::size_t>(*at_ - text_.data());
    }

    /// The beginning of the token that ends at the position.
    std::size_t begin_token() {
        std::size_t at = end_of_last_;
        while (at < text_.size()) {
            if (text_.substr(at).starts_with("//"))
                at = std::min(text_.find('\n', at), text_.size());
            else if (text_.substr(at).starts_with("/*"))
                at = std::min(text_.find("*/", at + 2), text_.size() - 2) + 2;
            else if (std::string_view(" \t\r\n,:\xEF\xBB\xBF").find(text_[at]) != text_.npos)
                ++at;
            else
                break;
        }
        end_of_last_ = offset();
        return at;
    }

    template <class Value>
    bool add(Value value) {
        return place({.offset = begin_token(), .value = std::move(value)}) != nullptr;
    }

    /// The parser is one character ahead after a number.
    template <class Value>
    bool add_number(Value value) {
        const std::size_t begin = begin_token();
        end_of_last_ = std::min(text_.find_first_not_of("+-.0123456789Ee", begin), text_.size());
        return place({.offset = begin, .value = value}) != nullptr;
    }

    template <class Value>
    bool open(Value value) {
        const std::size_t begin = begin_token();
        if (open_.size() == max_depth) return fail("it is nested too deeply", begin);
        open_.push_back(place({.offset = begin, .value = std::move(value)}));
        return true;
    }
    bool close() {
        end_of_last_ = offset();
        open_.pop_back();
        return true;
    }

    /// Containers that are open do not grow until what is in them is closed, so the pointers stay valid.
    JsonNode* place(JsonNode node) {
        if (open_.empty()) {
            root_ = std::move(node);
            return &root_;
        }
        if (auto* const array = std::get_if<JsonNode::Array>(&open_.back()->value))
            return &array->emplace_back(std::move(node));
        JsonNode& member = std::get<JsonNode::Object>(open_.back()->value).back().second;
        node.offset = member.offset;
        member = std::move(node);
        return &member;
    }

    bool fail(std::string what, std::size_t offset) {
        if (!error_) error_ = JsonError{std::move(what), offset};
        return false;
    }

    std::string_view text_;
    const char* const* at_;
    std::size_t end_of_last_ = 0;
    JsonNode root_;
    std::vector<JsonNode*> open_;
    std::optional<JsonError> error_;
};

}  // namespace

std::expected<JsonNode, JsonError> parse_json(std::string_view text) {
    const char* at = text.data();
    const char* end = text.data() + text.size();
    TreeBuilder builder(text, &at);
    (void)json::sax_parse(SharedPosition(&at), SharedPosition(&end), &builder,
                          json::input_format_t::json, true, true);
    return std::move(builder).finish();
}

}  // namespace crypto_checkpoint::cli

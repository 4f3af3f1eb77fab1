// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_TEXT_HPP
#define CRYPTO_CHECKPOINT_DETAIL_TEXT_HPP

#include <crypto_checkpoint/detail/text_hook.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A text to which values are appended, in UTF-8.
class Text {
public:
    Text& operator<<(std::string_view part) {
        text_.append(part);
        return *this;
    }
    template <std::integral Number>
        requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
    Text& operator<<(Number number) {
        text_.append(std::to_string(number));
        return *this;
    }
    template <HasTextHook T>
    Text& operator<<(const T& value) {
        append_text(*this, value);
        return *this;
    }
    /// `[a, b]`, of what @p part returns for each item.
    template <class Range, class Part>
    Text& list(const Range& range, Part part) {
        text_.push_back('[');
        std::string_view separator;
        for (const auto& item : range) {
            *this << separator << part(item);
            separator = ", ";
        }
        text_.push_back(']');
        return *this;
    }

    template <class Range>
    Text& list(const Range& range) {
        return list(range, [](const auto& item) -> const auto& { return item; });
    }

    /// `1 node`, `2 nodes`
    template <std::integral Number>
    Text& count(Number number, std::string_view noun) {
        return *this << number << " " << noun << (number == 1 ? "" : "s");
    }

    /// Empties it.
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

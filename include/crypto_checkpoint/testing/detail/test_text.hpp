// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_DETAIL_TEST_TEXT_HPP
#define CRYPTO_CHECKPOINT_TESTING_DETAIL_TEST_TEXT_HPP

#include <crypto_checkpoint/text/to_text.hpp>

#include <expected>
#include <string>
#include <type_traits>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// to_text(), after the stable name of the code of an error or advice: tests name codes.
template <HasText T>
std::string test_text(const T& value) {
    if constexpr (requires { meaning(value.code); })
        return std::string(to_string(value.code)).append(": ").append(to_text(value));
    else
        return to_text(value);
}

template <class T, HasText E>
std::string test_text(const std::expected<T, E>& outcome) {
    if (!outcome) return test_text(outcome.error());
    if constexpr (!std::is_void_v<T>) {
        if constexpr (requires { test_text(*outcome); })
            return test_text(*outcome);
        else if constexpr (requires { to_text(*outcome); })
            return to_text(*outcome);
    }
    return "success";
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

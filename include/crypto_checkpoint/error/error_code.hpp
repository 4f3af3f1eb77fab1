// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_ERROR_ERROR_CODE_HPP
#define CRYPTO_CHECKPOINT_ERROR_ERROR_CODE_HPP

/// @file
/// For programs that speak `std::error_code`: an Errc is one, a Condition is a `std::error_condition`,
/// and a code equals the condition of its kind.
///
/// Codes that come from another library of the same program compare as they should with conditions, and
/// errc_of() reads them. Compare those, not two codes with each other: a category is told by its address,
/// and where symbols are hidden each library has a category of its own.
///
/// Include it before anything that compares a `std::optional<Errc>`: the comparison asks whether an Errc
/// is a `std::error_code`, and compilers refuse to hear another answer later.
/// @par Example
/// @snippet reference/names.cpp error_code

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

/// An Errc turns into a `std::error_code` by itself.
template <>
struct std::is_error_code_enum<crypto_checkpoint::Errc> : std::true_type {};

/// A Condition turns into a `std::error_condition` by itself.
template <>
struct std::is_error_condition_enum<crypto_checkpoint::Condition> : std::true_type {};

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

inline constexpr const char* errc_category_name = "crypto_checkpoint";

}  // namespace detail
/// @endcond

/// The Errc that a `std::error_code` holds, wherever in the program it was made; nothing, where it is
/// another category's.
/// @param code  of any category
/// @par Thread safety  any number of threads at once
/// @par Example
/// @snippet reference/names.cpp error_code
[[nodiscard]] inline std::optional<Errc> errc_of(const std::error_code& code) noexcept {
    if (std::string_view(code.category().name()) != detail::errc_category_name) return std::nullopt;
    return static_cast<Errc>(code.value());
}

/// @cond
namespace detail {

/// Sees the kind of each code of this library.
class ConditionCategory final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override {
        return "crypto_checkpoint.condition";
    }
    [[nodiscard]] std::string message(int value) const override {
        return std::string(to_string(static_cast<Condition>(value)));
    }
    [[nodiscard]] bool equivalent(const std::error_code& code, int value) const noexcept override {
        const std::optional<Errc> held = errc_of(code);
        return held && condition(*held) == static_cast<Condition>(value);
    }
};

}  // namespace detail
/// @endcond

/// The category of Condition. Its address differs from library to library: see the file's comment.
/// @see make_error_condition()
[[nodiscard]] inline const std::error_category& condition_category() noexcept {
    static const detail::ConditionCategory category;
    return category;
}

/// @cond
namespace detail {

class ErrcCategory final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return errc_category_name; }
    [[nodiscard]] std::string message(int value) const override {
        return std::string(meaning(static_cast<Errc>(value)));
    }
    [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
        return {static_cast<int>(condition(static_cast<Errc>(value))), condition_category()};
    }
};

}  // namespace detail
/// @endcond

/// The category of Errc. Its address differs from library to library: see the file's comment.
/// @see make_error_code(), errc_of()
[[nodiscard]] inline const std::error_category& errc_category() noexcept {
    static const detail::ErrcCategory category;
    return category;
}

/// A code as a `std::error_code`; its message is what the code means.
/// @par Thread safety  any number of threads at once
/// @par Example
/// @snippet interop.cpp program
[[nodiscard]] inline std::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), errc_category()};
}

/// What of an error goes into a `std::error_code`: its code. The native code and the texts do not.
[[nodiscard]] inline std::error_code make_error_code(const Error& error) noexcept {
    return make_error_code(error.code);
}

/// A kind of failure as a `std::error_condition`, to compare codes with.
/// @par Example
/// @snippet reference/names.cpp error_code
[[nodiscard]] inline std::error_condition make_error_condition(Condition condition) noexcept {
    return {static_cast<int>(condition), condition_category()};
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_ERROR_ERROR_CODE_HPP
#define CRYPTO_CHECKPOINT_ERROR_ERROR_CODE_HPP

/// @file
/// `std::error_code` support: Errc and Error convert to `std::error_code`, Condition to `std::error_condition`,
/// and a code equals its condition.
///
/// Categories are compared by address, and with hidden symbols each library of a program has its own.
/// Compare codes with conditions or use errc_of(), which work across libraries, rather than codes with
/// each other.
///
/// Include this header before any comparison of `std::optional<Errc>`, which instantiates
/// `std::is_error_code_enum<Errc>`; specialising it later is an error.
/// @par Example
/// @snippet reference/names.cpp error_code

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

/// Errc converts implicitly to `std::error_code`.
template <>
struct std::is_error_code_enum<crypto_checkpoint::Errc> : std::true_type {};

/// Condition converts implicitly to `std::error_condition`.
template <>
struct std::is_error_condition_enum<crypto_checkpoint::Condition> : std::true_type {};

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

inline constexpr const char* errc_category_name = "crypto_checkpoint";

/// The only Category. It is never destroyed, like those of the standard libraries: destructors of other
/// static objects may use it.
template <class Category>
const Category& only_category() noexcept {
    alignas(Category) static unsigned char place[sizeof(Category)];
    static const Category& category = *::new (static_cast<void*>(place)) Category();
    return category;
}

}  // namespace detail
/// @endcond

/// The Errc in a `std::error_code` from any library of the program; `std::nullopt` if the code has
/// another category.
/// @param code  of any category
/// @par Example
/// @snippet reference/names.cpp error_code
[[nodiscard]] inline std::optional<Errc> errc_of(const std::error_code& code) noexcept {
    if (std::string_view(code.category().name()) != detail::errc_category_name) return std::nullopt;
    return static_cast<Errc>(code.value());
}

/// @cond
namespace detail {

/// Compares codes of any library of the program with conditions.
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

/// The category of Condition. Each library may have its own: see the file's comment.
/// @see make_error_condition()
[[nodiscard]] inline const std::error_category& condition_category() noexcept {
    return detail::only_category<detail::ConditionCategory>();
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

/// The category of Errc. Each library may have its own: see the file's comment.
/// @see make_error_code(), errc_of()
[[nodiscard]] inline const std::error_category& errc_category() noexcept {
    return detail::only_category<detail::ErrcCategory>();
}

/// A code as a `std::error_code`, whose message is its meaning().
/// @par Example
/// @snippet interop.cpp program
[[nodiscard]] inline std::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), errc_category()};
}

/// The code of an error as a `std::error_code`, without its native code and texts.
[[nodiscard]] inline std::error_code make_error_code(const Error& error) noexcept {
    return make_error_code(error.code);
}

/// A condition as a `std::error_condition`, to compare codes with.
/// @par Example
/// @snippet reference/names.cpp error_code
[[nodiscard]] inline std::error_condition make_error_condition(Condition condition) noexcept {
    return {static_cast<int>(condition), condition_category()};
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/detail/checked_narrow.hpp>

#include <cstdint>
#include <limits>
#include <stdexcept>

using crypto_checkpoint::detail::checked_narrow;

TEST_CASE("checked_narrow: returns the same number, or throws", "[detail]") {
    static_assert(checked_narrow<int>(std::uint64_t{5}) == 5);
    constexpr auto largest = (std::numeric_limits<std::uint32_t>::max)();
    CHECK(checked_narrow<std::uint32_t>(std::uint64_t{largest}) == largest);
    CHECK_THROWS_AS(checked_narrow<std::uint32_t>(std::uint64_t{largest} + 1), std::length_error);
    CHECK_THROWS_AS(checked_narrow<std::uint32_t>((std::uint64_t{1} << 32) + 5), std::length_error);
    CHECK_THROWS_AS(checked_narrow<int>(largest), std::length_error);
    CHECK_THROWS_AS(checked_narrow<std::uint32_t>(-1), std::length_error);
}

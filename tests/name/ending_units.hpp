// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

namespace name_tests {

/// Units that end a field: a separator, NUL, and units that are ill-formed alone.
template <class Char>
std::vector<Char> units_that_end_a_field() {
    if constexpr (sizeof(Char) == 1)
        return {Char('\\'), Char(), static_cast<Char>(0x80), static_cast<Char>(0xC1),
                static_cast<Char>(0xFF)};
    else
        return {Char('\\'), Char(), static_cast<Char>(0xD800), static_cast<Char>(0xDFFF)};
}

}  // namespace name_tests

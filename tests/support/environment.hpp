// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>

namespace test_support {

/// Sets an environment variable of this process unless it is set. Returns whether it is set now.
inline bool set_default(const char* variable, const char* value) {
#ifdef _WIN32
    return std::getenv(variable) != nullptr || ::_putenv_s(variable, value) == 0;
#else
    return ::setenv(variable, value, 0) == 0;
#endif
}

}  // namespace test_support

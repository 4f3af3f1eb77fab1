// SPDX-License-Identifier: BSL-1.0

#include "both.hpp"
#include "every_other_header.hpp"

// after the other headers, which must not see the macros
#include "every_header_after_hostile_macros.hpp"

Seen seen_by_first() {
#include "seen.hpp"
}

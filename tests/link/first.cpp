// SPDX-License-Identifier: BSL-1.0

#include "both.hpp"
#include "every_other_header.hpp"

#define HOSTILE_MACROS_FOLLOW
#include "every_header_after_hostile_macros.hpp"

Seen seen_by_first() {
#include "seen.hpp"
}

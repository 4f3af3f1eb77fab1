// SPDX-License-Identifier: BSL-1.0

// Settings of X3 that a program may have; second.cpp has others.
// NOLINTNEXTLINE(modernize-macro-to-enum): X3 compares it in the preprocessor
#define BOOST_SPIRIT_X3_THROW_EXPECTATION_FAILURE 1
#define BOOST_SPIRIT_X3_DEBUG
#define BOOST_SPIRIT_X3_UNICODE

#include "both.hpp"
#include <crypto_checkpoint/crypto_checkpoint.hpp>

Seen seen_by_third() {
#include "seen.hpp"
}

// SPDX-License-Identifier: BSL-1.0

// What a program may set for its own use of X3; second.cpp has other settings.
// NOLINTNEXTLINE(modernize-macro-to-enum): the preprocessor is to compare it
#define BOOST_SPIRIT_X3_THROW_EXPECTATION_FAILURE 1
#define BOOST_SPIRIT_X3_DEBUG
#define BOOST_SPIRIT_X3_UNICODE

#include "both.hpp"
#include <crypto_checkpoint/crypto_checkpoint.hpp>

Seen seen_by_third() {
#include "seen.hpp"
}

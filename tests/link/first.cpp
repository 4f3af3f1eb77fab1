// SPDX-License-Identifier: BSL-1.0

#include "both.hpp"
#include "every_other_header.hpp"

// What windows.h and other old headers do to those who come after them.
#undef min
#undef max
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define small char
#define interface struct
#define near
#define far
#define ERROR 0
#define IN
#define OUT
#ifndef _WIN32  // which has these two itself
#    define DELETE 0x00010000L
#    define NO_ERROR 0L
#endif

#include "every_header.hpp"

Seen seen_by_first() {
#include "seen.hpp"
}

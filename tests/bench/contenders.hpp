// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_CONTENDERS_HPP
#define CRYPTO_CHECKPOINT_BENCH_CONTENDERS_HPP

/// @file
/// Ways to read a checkpoint name. All give the same answer, which is seen to before they are timed.
/// Each is a function of its own translation unit, so that none is inlined into the measurement.

#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace bench {

using crypto_checkpoint::CspSpec;
using crypto_checkpoint::CspSpecView;
using crypto_checkpoint::ParseResult;

// ours.cpp
[[nodiscard]] ParseResult<char> parse_with_library(std::string_view text);
[[nodiscard]] ParseResult<char16_t> parse_with_library(std::u16string_view text);

// by_hand.cpp: memchr and std::from_chars; also says what is wrong, and where
[[nodiscard]] ParseResult<char> split_by_hand(std::string_view text);
[[nodiscard]] bool is_text(std::string_view text);  ///< well-formed UTF-8 without NUL

// rivals.cpp: what others would reach for; they say only that something is wrong
[[nodiscard]] std::optional<CspSpecView> match_x3_ranges(std::string_view text);
[[nodiscard]] std::optional<CspSpec> match_x3_strings(std::string_view text);
[[nodiscard]] std::optional<CspSpecView> match_std_regex(std::string_view text);
[[nodiscard]] std::optional<CspSpecView> match_re2(std::string_view text);
[[nodiscard]] std::optional<CspSpecView> scan_with_sscanf(std::string_view text);
[[nodiscard]] std::optional<CspSpec> split_with_boost(std::string_view text);

}  // namespace bench

#endif

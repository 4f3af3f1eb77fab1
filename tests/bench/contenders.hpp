// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_CONTENDERS_HPP
#define CRYPTO_CHECKPOINT_BENCH_CONTENDERS_HPP

/// @file
/// Functions that parse a checkpoint name. All return the same result, which is checked before they are
/// timed. They are in other translation units: none is inlined into the measurement.

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

// by_hand.cpp: memchr and std::from_chars; reports the error and its position
[[nodiscard]] ParseResult<char> split_by_hand(std::string_view text);
[[nodiscard]] bool is_text(std::string_view text);  ///< well-formed UTF-8 without NUL

// rivals.cpp: common alternatives; they do not report which error
[[nodiscard]] std::optional<CspSpecView> match_x3_ranges(std::string_view text);
[[nodiscard]] std::optional<CspSpec> match_x3_strings(std::string_view text);
[[nodiscard]] std::optional<CspSpecView> match_std_regex(std::string_view text);
[[nodiscard]] std::optional<CspSpecView> match_re2(std::string_view text);
[[nodiscard]] std::optional<CspSpecView> scan_with_sscanf(std::string_view text);
[[nodiscard]] std::optional<CspSpec> split_with_boost(std::string_view text);

}  // namespace bench

#endif

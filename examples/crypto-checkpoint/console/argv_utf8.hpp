// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// A word of a command line as Windows gives it, UTF-16, as UTF-8. Half of a pair of surrogates becomes
/// the three bytes that it would be if it were a character: ill-formed as well, so that whoever reads
/// the word sees the fault where it is, and no other text is taken for it.
[[nodiscard]] std::string text_of_word(std::wstring_view word);

}  // namespace crypto_checkpoint::cli

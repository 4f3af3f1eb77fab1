// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// What to write in front of this program's commands so that they can be pasted:
/// `crypto-checkpoint`, or what CRYPTO_CHECKPOINT_COMMAND says, as `./dev run` sets it. Safe to show.
[[nodiscard]] std::string program_name();

/// A text of help whose examples call this program, with its name of now.
[[nodiscard]] std::string with_program_name(std::string_view text);

}  // namespace crypto_checkpoint::cli

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// Why a text should not name a new node, resource, group or provider, although a cluster might take
/// it: nobody could see it, or type it again. Nothing where it is well.
[[nodiscard]] std::optional<std::string> fault_of_new_name(std::string_view name);

}  // namespace crypto_checkpoint::cli

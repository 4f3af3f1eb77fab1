// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/fake/state.hpp>

#include <string>

namespace crypto_checkpoint::cli {

/// The sandbox as an HTML page. Complete without JavaScript; with it, it stays up to date.
/// @param context  for the command lines on it
[[nodiscard]] std::string page_of(const Context& context, const FakeClusterState& state);

/// The part of it that changes.
[[nodiscard]] std::string page_content(const Context& context, const FakeClusterState& state);

/// `/page.css` and `/page.js`
[[nodiscard]] std::string page_style();
[[nodiscard]] std::string page_script();

}  // namespace crypto_checkpoint::cli

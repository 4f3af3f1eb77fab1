// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// The URL or the options that may reach a cluster where @p address failed; safe to show.
[[nodiscard]] std::vector<std::string> connection_hints(const Error& error,
                                                        const ClusterAddress& address);

/// What to write instead of an invalid URL; safe to show.
[[nodiscard]] std::vector<std::string> url_hints(std::string_view url);

}  // namespace crypto_checkpoint::cli

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_NETWORK_CALLS_HPP
#define CRYPTO_CHECKPOINT_BENCH_NETWORK_CALLS_HPP

#include <cstddef>
#include <string>

namespace bench {

/// A server to call.
struct Target {
    std::string url;
    std::string ca_file;
    /// Added and removed. Each connection has its own: otherwise the backend would look for the name in
    /// the cluster's spelling, an additional call that the others do not make.
    std::string checkpoint = {};
};

// Each of these adds a checkpoint and removes it again, @p calls calls in total, over one kept connection.

/// With the library's backend.
void call_with_backend(const Target& target, std::size_t calls);

/// With libcurl alone, which posts the same bytes and checks the HTTP status only.
void call_with_bare_libcurl(const Target& target, std::size_t calls);

/// With a socket: a client without cost, to measure the endpoint. HTTP only.
void call_with_socket(const Target& target, std::size_t calls);

}  // namespace bench

#endif

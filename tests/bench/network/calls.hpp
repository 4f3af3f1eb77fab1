// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_NETWORK_CALLS_HPP
#define CRYPTO_CHECKPOINT_BENCH_NETWORK_CALLS_HPP

#include <cstddef>
#include <string>

namespace bench {

/// A server to call, and how.
struct Place {
    std::string url;
    std::string ca_file;
    /// What is added and removed. Each connection has its own: what another did first would have the backend
    /// look for the name in the cluster's spelling, which is a call that the others do not make.
    std::string checkpoint = {};
};

/// Each of these adds a checkpoint and removes it again, @p calls calls in all, over one connection
/// that is kept.

/// With the library's backend.
void call_with_backend(const Place& place, std::size_t calls);

/// With nothing but libcurl, which posts the very same bytes and looks at the HTTP status alone.
void call_with_bare_libcurl(const Place& place, std::size_t calls);

/// With a socket: a client that costs next to nothing, to see what the endpoint can do. HTTP only.
void call_with_socket(const Place& place, std::size_t calls);

}  // namespace bench

#endif

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_SIZE_PROGRAM_HPP
#define CRYPTO_CHECKPOINT_BENCH_SIZE_PROGRAM_HPP

/// @file
/// The program whose size is measured: it parses a checkpoint name from its command line and prints the
/// parts. The parser is the difference.

#include <cstdio>
#include <optional>
#include <string_view>

struct Parts {
    unsigned provider_type;
    std::string_view provider_name;
    std::string_view key_container;
};

/// @return  the exit status
template <class Read>
int report(int count, char** arguments, Read read) {
    if (count != 2) return 2;
    const std::optional<Parts> parts = read(std::string_view(arguments[1]));
    if (!parts) return 1;
    const auto length = [](std::string_view text) { return static_cast<int>(text.size()); };
    std::printf("%u\n%.*s\n%.*s\n", parts->provider_type, length(parts->provider_name),
                parts->provider_name.data(), length(parts->key_container),
                parts->key_container.data());
    return 0;
}

#endif

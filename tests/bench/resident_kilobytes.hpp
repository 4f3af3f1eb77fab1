// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_RESIDENT_KILOBYTES_HPP
#define CRYPTO_CHECKPOINT_BENCH_RESIDENT_KILOBYTES_HPP

#include <fstream>
#include <string>

namespace bench {

/// Current, not peak: an earlier peak would hide later growth.
/// @param process  its folder in /proc
inline double resident_kilobytes(const std::string& process = "self") {
    std::ifstream status("/proc/" + process + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6));
    return 0;
}

}  // namespace bench

#endif

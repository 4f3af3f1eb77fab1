// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

/// Addresses of definitions that must exist once, and computed results, as one file sees them.
struct Seen {
    std::vector<const void*> addresses;
    std::vector<std::string> results;
    bool operator==(const Seen&) const = default;
};

Seen seen_by_first();
Seen seen_by_second();
Seen seen_by_third();

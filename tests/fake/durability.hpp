// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/name/grammar.hpp>

#include <string>

/// Shared by the writer and the test that kills it.
namespace durability {

inline constexpr int keys = 12;

inline std::string resource_of(int writer) { return "Resource " + std::to_string(writer); }
inline std::string name_of(int key) { return "1\\\\Key " + std::to_string(key); }

/// Written to a pipe before a command and after its acknowledgement: two bytes, which a pipe takes
/// atomically.
struct Message {
    enum class Kind : unsigned char { will_add, will_remove, done, rejected };
    Kind kind;
    unsigned char key;
};

}  // namespace durability

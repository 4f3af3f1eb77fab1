// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_DURABILITY_SCENE_HPP
#define CRYPTO_CHECKPOINT_TESTS_DURABILITY_SCENE_HPP

#include <crypto_checkpoint/name/grammar.hpp>

#include <string>

/// What the writer and the one who kills it both know.
namespace durability {

inline constexpr int keys = 12;

inline std::string resource_of(int writer) { return "Resource " + std::to_string(writer); }
inline std::string name_of(int key) { return "1\\\\Key " + std::to_string(key); }

/// What a writer says before a command and after its acknowledgement, a byte each and then the key:
/// the pipe takes so little at once or not at all.
struct Said {
    enum class Word : unsigned char { will_add, will_remove, done, refused };
    Word word;
    unsigned char key;
};

}  // namespace durability

#endif

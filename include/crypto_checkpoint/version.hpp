// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_VERSION_HPP
#define CRYPTO_CHECKPOINT_VERSION_HPP

/// @file
/// The version's one home: CMakeLists.txt reads these three lines.

// NOLINTBEGIN(modernize-macro-to-enum): the preprocessor is to compare them
#define CRYPTO_CHECKPOINT_VERSION_MAJOR 0  ///< changes with what breaks programs
#define CRYPTO_CHECKPOINT_VERSION_MINOR 1  ///< changes with what is new
#define CRYPTO_CHECKPOINT_VERSION_PATCH 0  ///< changes with what is mended
// NOLINTEND(modernize-macro-to-enum)

#include <compare>

namespace crypto_checkpoint {
inline namespace v0 {

/// A semantic version (semver.org).
/// @par Thread safety  a value
struct Version {
    int major_number;  ///< CRYPTO_CHECKPOINT_VERSION_MAJOR
    int minor_number;  ///< CRYPTO_CHECKPOINT_VERSION_MINOR
    int patch_number;  ///< CRYPTO_CHECKPOINT_VERSION_PATCH
    friend constexpr auto operator<=>(const Version&, const Version&) = default;
};

/// The version of these headers.
/// @par Example
/// @snippet reference/names.cpp version
inline constexpr Version library_version{CRYPTO_CHECKPOINT_VERSION_MAJOR,
                                         CRYPTO_CHECKPOINT_VERSION_MINOR,
                                         CRYPTO_CHECKPOINT_VERSION_PATCH};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

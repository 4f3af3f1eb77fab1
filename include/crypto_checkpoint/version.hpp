// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_VERSION_HPP
#define CRYPTO_CHECKPOINT_VERSION_HPP

/// @file
/// The version of the library. CMakeLists.txt reads these three lines.

// NOLINTBEGIN(modernize-macro-to-enum): for the preprocessor
#define CRYPTO_CHECKPOINT_VERSION_MAJOR 0  ///< incompatible changes
#define CRYPTO_CHECKPOINT_VERSION_MINOR 1  ///< new features
#define CRYPTO_CHECKPOINT_VERSION_PATCH 0  ///< bug fixes
// NOLINTEND(modernize-macro-to-enum)

#include <compare>
#include <string>

namespace crypto_checkpoint {
inline namespace v0 {

/// A semantic version (semver.org).
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

/// A version as `0.1.0`, in ASCII. For an example see #library_version.
[[nodiscard]] inline std::string to_string(const Version& version) {
    return std::to_string(version.major_number) + '.' + std::to_string(version.minor_number) + '.' +
           std::to_string(version.patch_number);
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

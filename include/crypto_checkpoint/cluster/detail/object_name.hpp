// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_OBJECT_NAME_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_OBJECT_NAME_HPP

#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <cstddef>
#include <expected>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Chosen, to bound input: no document limits the length of a resource's name.
inline constexpr std::size_t max_object_name_bytes = 4096;

/// Rejects text that cannot be the name of a resource, a group or a node. A long name is limit_exceeded,
/// as in fake clusters: a cluster might accept it.
inline Result<void> check_object_name(std::string_view name) {
    if (name.empty()) return std::unexpected(Error(Errc::invalid_value, "the name is empty"));
    if (name.size() > max_object_name_bytes)
        return std::unexpected(Error(Errc::limit_exceeded, "the name is longer than 4096 bytes"));
    const char* const end = name.data() + name.size();
    for (const char* at = name.data(); at != end;) {
        const MeasuredCharacter character = measure_character(at, end);
        if (!character.well_formed) return std::unexpected(Error(Errc::ill_formed_text));
        if (*at == '\0') return std::unexpected(Error(Errc::embedded_nul));
        at += character.length;
    }
    return {};
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_RESOURCE_NAME_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_RESOURCE_NAME_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// The longest name that check_resource_name() accepts, in bytes of UTF-8.
/// @par Source  chosen, to bound input: no document limits the length of a resource's name
inline constexpr std::size_t max_resource_name_bytes = 4096;

/// @cond
namespace detail {

template <CodeUnit Char>
Result<void> check_object_name(std::basic_string_view<Char> name) {
    if (name.empty()) return std::unexpected(Error(Errc::invalid_value, "the name is empty"));
    std::size_t bytes = 0;
    const Char* const end = name.data() + name.size();
    for (const Char* at = name.data(); at != end;) {
        const ScannedCharacter character = scan_character(at, end);
        const auto failed = [&](Errc code) {
            return std::unexpected(
                Error(code, "at offset " + std::to_string(at - name.data()) + " of the name"));
        };
        bytes += character.value < 0x80      ? 1
                 : character.value < 0x800   ? 2
                 : character.value < 0x10000 ? 3
                                             : 4;
        if (bytes > max_resource_name_bytes)
            return std::unexpected(Error(
                Errc::limit_exceeded,
                "the name is longer than " + std::to_string(max_resource_name_bytes) + " bytes"));
        if (!character.well_formed) return failed(Errc::ill_formed_text);
        if (*at == Char()) return failed(Errc::embedded_nul);
        at += character.length;
    }
    return {};
}

/// Sets Error::resource.
template <class T>
Result<T> about_resource(std::string_view resource, Result<T> result) {
    if (!result && result.error().resource.empty()) result.error().resource = resource;
    return result;
}

}  // namespace detail
/// @endcond

/// Whether a text can be the name of a resource, a group or a node. Each backend checks that before it sends
/// anything; a program can do so before it asks for a cluster.
/// @param name  a text of any CodeUnit
/// @par Errors
///  * invalid_value: it is empty
///  * embedded_nul, ill_formed_text: at the offset in Error::detail, in code units
///  * limit_exceeded: it is longer than #max_resource_name_bytes; a cluster might accept it
/// @par Complexity  linear
/// @par Source      chosen
/// @par Example
/// @snippet reference/cluster.cpp resource_name
template <detail::AnyText Name>
[[nodiscard]] Result<void> check_resource_name(const Name& name) {
    return detail::check_object_name(detail::view_of(name));
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_ERROR_ERRC_HPP
#define CRYPTO_CHECKPOINT_ERROR_ERRC_HPP

#include <crypto_checkpoint/detail/config.hpp>
#include <crypto_checkpoint/detail/text_hook.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// Error codes. Numbers and names are stable: tools may store them.
/// 1..99 syntax of a checkpoint name, 100..199 other values, 200..299 the cluster,
/// 300..399 the connection, 400..499 the protocol.
///
/// meaning() returns a sentence for each, condition() the kind of error that programs should test.
/// @par Source  chosen; errc_from_native() maps Windows' codes to these
enum class Errc {
    // syntax of a checkpoint name
    missing_provider_type = 1,       ///< the text before the first backslash is empty
    provider_type_not_decimal = 2,   ///< it contains something other than 0 to 9
    provider_type_out_of_range = 3,  ///< CryptoAPI's types are 1 to 999
    leading_zero = 4,                ///< the number has several digits, the first of them 0
    missing_separator = 5,           ///< there are fewer backslashes than the dialect requires
    missing_key_container = 6,       ///< nothing follows the last backslash
    separator_in_key_container = 7,  ///< there are more than two backslashes
    embedded_nul = 8,                ///< the text contains a NUL
    ill_formed_text = 9,             ///< the text is not valid UTF-8, UTF-16 or UTF-32
    // other values
    invalid_value = 100,  ///< another argument; Error::detail has which and why
    // the cluster
    cluster_refused = 200,            ///< for a reason without a code here; see Error::native
    resource_not_found = 201,         ///< the cluster has no resource with this name
    key_container_not_found = 202,    ///< not on the owner node, or not at machine level
    key_not_exportable = 203,         ///< the keys in the container are not exportable
    checkpoint_already_exists = 204,  ///< the checkpoint to add is listed already
    checkpoint_not_found = 205,       ///< the checkpoint to remove is not listed
    access_denied = 206,              ///< the user lacks permission
    node_unavailable = 207,           ///< the node that would execute the request is down
    invalid_resource_state = 208,     ///< the state of the resource forbids it
    provider_not_found = 209,         ///< the CSP is not installed on the node
    provider_type_mismatch = 210,     ///< the checkpoint name has another type than the CSP
    object_not_found = 211,           ///< another object: a node, a setting
    object_already_exists = 212,      ///< another object
    clustering_not_installed = 213,   ///< the Failover Clustering feature is missing
    restore_failed = 214,             ///< a key could not be restored; the resource failed
    key_not_found = 215,              ///< the container exists and holds no key
    key_access_denied = 216,          ///< the CSP denies the container or its key, on the node
    // the connection
    cluster_unreachable = 300,    ///< connecting failed, or the connection of a request to read
    timed_out = 301,              ///< connecting, or a request to read, took too long
    outcome_unknown = 302,        ///< the change was requested and may have been made
    authentication_failed = 303,  ///< the server rejected the credentials
    insecure_connection = 304,    ///< unencrypted, or to an unverified server
    storage_failed = 305,         ///< a file could not be read or written
    storage_damaged = 306,        ///< a file has invalid content
    not_served = 307,             ///< the server offers no such service
    not_sent = 308,               ///< not tried, because of an error or an interrupt before it
    // the protocol
    malformed_message = 400,  ///< a response cannot be parsed
    limit_exceeded = 401,     ///< something is too large or takes too many steps
    unsupported = 402,        ///< the server does not support this
};

/// The kind of an error, for programs to decide by.
/// @par Source  chosen
/// @par Example
/// @snippet reference/names.cpp decide
enum class Condition {
    syntax,           ///< the checkpoint name is wrong; repeating the call cannot help
    invalid_value,    ///< another argument is wrong
    not_found,        ///< a named object does not exist
    already_exists,   ///< the object exists already
    access_denied,    ///< the user lacks permission
    refused,          ///< the cluster rejects the request in its present state
    unavailable,      ///< nothing was changed; the same call may succeed later
    timed_out,        ///< nothing was changed in time
    outcome_unknown,  ///< no response is conclusive: executed or not
    protocol,         ///< a message is malformed or too large
    unsupported,      ///< not supported
};

/// @cond
namespace detail {

inline void append_text(Text& text, Errc code);
inline void append_text(Text& text, Condition condition);

/// Not optional's operator: it instantiates is_error_code_enum<Errc>, which error/error_code.hpp
/// specializes later.
constexpr bool are_equal(const std::optional<Errc>& left, const std::optional<Errc>& right) {
    return left.has_value() == right.has_value() && (!left || *left == *right);
}

struct ErrcRow {
    Errc code;
    std::string_view name;
    Condition condition;
    std::string_view meaning;
};

inline constexpr auto errc_table = std::to_array<ErrcRow>({
    {Errc::missing_provider_type, "missing_provider_type", Condition::syntax,
     "the provider type is missing: a checkpoint name is Type\\Name\\Key"},
    {Errc::provider_type_not_decimal, "provider_type_not_decimal", Condition::syntax,
     "the provider type must be a decimal number, such as 1"},
    {Errc::provider_type_out_of_range, "provider_type_out_of_range", Condition::syntax,
     "the provider type must be 1 to 999"},
    {Errc::leading_zero, "leading_zero", Condition::syntax,
     "the provider type must be written without leading zeros"},
    {Errc::missing_separator, "missing_separator", Condition::syntax,
     "a backslash is missing: a checkpoint name is Type\\Name\\Key, and Type\\\\Key where the "
     "provider name is left out"},
    {Errc::missing_key_container, "missing_key_container", Condition::syntax,
     "the key container name is missing after the second backslash"},
    {Errc::separator_in_key_container, "separator_in_key_container", Condition::syntax,
     "a key container name holds no backslash: there are exactly two in a checkpoint name"},
    {Errc::embedded_nul, "embedded_nul", Condition::syntax,
     "a NUL inside the name: Windows would end the text there"},
    {Errc::ill_formed_text, "ill_formed_text", Condition::syntax,
     "the text is not well-formed Unicode"},
    {Errc::invalid_value, "invalid_value", Condition::invalid_value, "a value is not valid"},
    {Errc::cluster_refused, "cluster_refused", Condition::refused, "the cluster refused"},
    {Errc::resource_not_found, "resource_not_found", Condition::not_found,
     "the cluster has no resource of this name"},
    {Errc::key_container_not_found, "key_container_not_found", Condition::not_found,
     "the key container does not exist on the node that owns the resource, at machine level"},
    {Errc::key_not_exportable, "key_not_exportable", Condition::refused,
     "the keys in the container are not exportable, so they cannot move to another node"},
    {Errc::checkpoint_already_exists, "checkpoint_already_exists", Condition::already_exists,
     "the resource has this checkpoint already"},
    {Errc::checkpoint_not_found, "checkpoint_not_found", Condition::not_found,
     "the resource has no such checkpoint"},
    {Errc::access_denied, "access_denied", Condition::access_denied,
     "access to the cluster was denied"},
    {Errc::node_unavailable, "node_unavailable", Condition::unavailable,
     "the node that owns the resource is not available"},
    {Errc::invalid_resource_state, "invalid_resource_state", Condition::refused,
     "the resource is not in a state that allows this"},
    {Errc::provider_not_found, "provider_not_found", Condition::not_found,
     "the cryptographic service provider is not installed on the node"},
    {Errc::provider_type_mismatch, "provider_type_mismatch", Condition::refused,
     "the cryptographic service provider has another type than the checkpoint name says"},
    {Errc::object_not_found, "object_not_found", Condition::not_found,
     "an object that the request needs does not exist"},
    {Errc::object_already_exists, "object_already_exists", Condition::already_exists,
     "what was named exists already"},
    {Errc::clustering_not_installed, "clustering_not_installed", Condition::unsupported,
     "the Failover Clustering feature is not installed there"},
    {Errc::restore_failed, "restore_failed", Condition::refused,
     "a checkpointed key could not be restored, so the resource failed"},
    {Errc::key_not_found, "key_not_found", Condition::not_found,
     "the key container holds no such key"},
    {Errc::key_access_denied, "key_access_denied", Condition::refused,
     "the cryptographic service provider denied access to the key container or its key"},
    {Errc::cluster_unreachable, "cluster_unreachable", Condition::unavailable,
     "the connection to the cluster failed; nothing was changed"},
    {Errc::timed_out, "timed_out", Condition::timed_out,
     "the time limit expired; nothing was changed"},
    {Errc::outcome_unknown, "outcome_unknown", Condition::outcome_unknown,
     "the request may or may not have been executed"},
    {Errc::authentication_failed, "authentication_failed", Condition::access_denied,
     "the cluster did not accept the credentials"},
    {Errc::insecure_connection, "insecure_connection", Condition::refused,
     "the connection is not secure enough"},
    {Errc::storage_failed, "storage_failed", Condition::unavailable,
     "the storage could not be read or written"},
    {Errc::storage_damaged, "storage_damaged", Condition::protocol,
     "the storage holds something this version cannot read"},
    {Errc::not_served, "not_served", Condition::unavailable,
     "the request was not served at this address, so nothing was done"},
    {Errc::not_sent, "not_sent", Condition::unavailable,
     "the request was not sent; nothing was changed"},
    {Errc::malformed_message, "malformed_message", Condition::protocol,
     "the response violates the protocol"},
    {Errc::limit_exceeded, "limit_exceeded", Condition::protocol, "a limit was exceeded"},
    {Errc::unsupported, "unsupported", Condition::unsupported, "this is not supported there"},
});

constexpr const ErrcRow& errc_row(Errc code) noexcept {
    for (const ErrcRow& row : errc_table)
        if (row.code == code) return row;
    return errc_table[9];  // invalid_value
}

}  // namespace detail
/// @endcond

/// @cond
namespace detail {
/// The return type is the message of the compiler.
struct include_error_code_hpp;  // NOLINT(readability-identifier-naming)
}  // namespace detail

/// Without error/error_code.hpp, whose overload is no template.
template <std::same_as<Errc> T>
detail::include_error_code_hpp make_error_code(T)
    CRYPTO_CHECKPOINT_DELETED("include <crypto_checkpoint/error/error_code.hpp>");
/// @endcond

/// The stable name of a code, as its enumerator is spelled: `missing_separator`.
/// @return  NUL-terminated, in static storage; `invalid_value` if no enumerator has this number
/// @par Example
/// @snippet reference/names.cpp stored
/// @see errc_from_name()
[[nodiscard]] constexpr std::string_view to_string(Errc code) noexcept {
    return detail::errc_row(code).name;
}

/// The stable name of a condition, as its enumerator is spelled: `not_found`.
[[nodiscard]] constexpr std::string_view to_string(Condition condition) noexcept {
    switch (condition) {
        case Condition::syntax: return "syntax";
        case Condition::invalid_value: return "invalid_value";
        case Condition::not_found: return "not_found";
        case Condition::already_exists: return "already_exists";
        case Condition::access_denied: return "access_denied";
        case Condition::refused: return "refused";
        case Condition::unavailable: return "unavailable";
        case Condition::timed_out: return "timed_out";
        case Condition::outcome_unknown: return "outcome_unknown";
        case Condition::protocol: return "protocol";
        case Condition::unsupported: return "unsupported";
    }
    return "unknown";
}

/// One sentence about a code, without a full stop.
/// @return  English, ASCII, NUL-terminated, in static storage
/// @par Example
/// @snippet reference/names.cpp parse
[[nodiscard]] constexpr std::string_view meaning(Errc code) noexcept {
    return detail::errc_row(code).meaning;
}

/// The kind of error that a code is.
/// @par Example
/// @snippet reference/names.cpp decide
[[nodiscard]] constexpr Condition condition(Errc code) noexcept {
    return detail::errc_row(code).condition;
}

/// The code with a stable name, for tools that stored the name.
/// @param name  as to_string() returns it
/// @return      `std::nullopt` if no code has this name
/// @par Example
/// @snippet reference/names.cpp stored
[[nodiscard]] constexpr std::optional<Errc> errc_from_name(std::string_view name) noexcept {
    for (const detail::ErrcRow& row : detail::errc_table)
        if (row.name == name) return row.code;
    return std::nullopt;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

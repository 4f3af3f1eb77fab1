// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_ERRC_HPP
#define CRYPTO_CHECKPOINT_ERRC_HPP

#include <crypto_checkpoint/config.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// What went wrong, precisely. The numbers and names are stable: tools may store them.
/// 1..99 syntax of a checkpoint name, 100..199 other values, 200..299 the cluster,
/// 300..399 the way to it, 400..499 the protocol spoken with it.
enum class Errc {
    // syntax of a checkpoint name
    missing_provider_type = 1,
    provider_type_not_decimal = 2,
    provider_type_out_of_range = 3,
    leading_zero = 4,
    missing_separator = 5,
    missing_key_container = 6,
    separator_in_key_container = 7,
    embedded_nul = 8,
    ill_formed_text = 9,
    // other values
    invalid_value = 100,
    // the cluster
    cluster_refused = 200,
    resource_not_found = 201,
    key_container_not_found = 202,
    key_not_exportable = 203,
    checkpoint_already_exists = 204,
    checkpoint_not_found = 205,
    access_denied = 206,
    node_unavailable = 207,
    invalid_resource_state = 208,
    provider_not_found = 209,
    provider_type_mismatch = 210,
    object_not_found = 211,
    object_already_exists = 212,
    clustering_not_installed = 213,
    restore_failed = 214,
    key_not_found = 215,
    // the way to the cluster
    cluster_unreachable = 300,
    timed_out = 301,
    outcome_unknown = 302,
    authentication_failed = 303,
    insecure_connection = 304,
    storage_failed = 305,
    storage_damaged = 306,
    not_served = 307,
    // the protocol
    malformed_message = 400,
    limit_exceeded = 401,
    unsupported = 402,
};

/// What kind of thing went wrong: what a program decides by.
enum class Condition {
    syntax,           ///< the checkpoint name itself is wrong; asking again cannot help
    invalid_value,    ///< another argument is wrong
    not_found,        ///< something named does not exist
    already_exists,   ///< what should be made is there already
    access_denied,    ///< who asks may not
    refused,          ///< the cluster understood and will not, as things stand
    unavailable,      ///< nothing was done; the same call may succeed later
    timed_out,        ///< nothing was done in time
    outcome_unknown,  ///< the request left, no answer came: done or not done
    protocol,         ///< the two sides do not understand each other
    unsupported,      ///< not offered here
};

namespace detail {

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
     "what was named does not exist"},
    {Errc::object_already_exists, "object_already_exists", Condition::already_exists,
     "what was named exists already"},
    {Errc::clustering_not_installed, "clustering_not_installed", Condition::unsupported,
     "the Failover Clustering feature is not installed there"},
    {Errc::restore_failed, "restore_failed", Condition::refused,
     "a checkpointed key could not be restored, so the resource failed"},
    {Errc::key_not_found, "key_not_found", Condition::not_found,
     "the key container holds no such key"},
    {Errc::cluster_unreachable, "cluster_unreachable", Condition::unavailable,
     "the cluster could not be reached; nothing was sent"},
    {Errc::timed_out, "timed_out", Condition::timed_out, "no connection within the time limit"},
    {Errc::outcome_unknown, "outcome_unknown", Condition::outcome_unknown,
     "the request was sent and not answered: it may or may not have been carried out"},
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
    {Errc::malformed_message, "malformed_message", Condition::protocol,
     "the answer is not what the protocol promises"},
    {Errc::limit_exceeded, "limit_exceeded", Condition::protocol, "a limit was exceeded"},
    {Errc::unsupported, "unsupported", Condition::unsupported, "this is not supported there"},
});

constexpr const ErrcRow& errc_row(Errc code) noexcept {
    for (const ErrcRow& row : errc_table)
        if (row.code == code) return row;
    return errc_table[9];  // invalid_value: a number that is no Errc
}

}  // namespace detail

/// The stable name of a code, as its enumerator is spelled: `missing_separator`.
[[nodiscard]] constexpr std::string_view to_string(Errc code) noexcept {
    return detail::errc_row(code).name;
}

/// What a code means, in one sentence for people, without a full stop.
[[nodiscard]] constexpr std::string_view meaning(Errc code) noexcept {
    return detail::errc_row(code).meaning;
}

/// What kind of failure a code is.
[[nodiscard]] constexpr Condition condition(Errc code) noexcept {
    return detail::errc_row(code).condition;
}

/// The code of a stable name, for tools that stored one.
[[nodiscard]] constexpr std::optional<Errc> errc_from_name(std::string_view name) noexcept {
    for (const detail::ErrcRow& row : detail::errc_table)
        if (row.name == name) return row.code;
    return std::nullopt;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

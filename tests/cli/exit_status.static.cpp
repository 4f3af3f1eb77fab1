// SPDX-License-Identifier: BSL-1.0
#include "../../examples/crypto-checkpoint/cli/exit_status.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace {

using namespace crypto_checkpoint;
using cli::ExitStatus;

struct Row {
    Errc code;
    ExitStatus status;
};

// The exit status of the program for each error; scripts depend on it.
constexpr auto rows = std::to_array<Row>({
    // some name is invalid
    {Errc::missing_provider_type, ExitStatus::invalid_name},
    {Errc::provider_type_not_decimal, ExitStatus::invalid_name},
    {Errc::provider_type_out_of_range, ExitStatus::invalid_name},
    {Errc::leading_zero, ExitStatus::invalid_name},
    {Errc::missing_separator, ExitStatus::invalid_name},
    {Errc::missing_key_container, ExitStatus::invalid_name},
    {Errc::separator_in_key_container, ExitStatus::invalid_name},
    {Errc::embedded_nul, ExitStatus::invalid_name},
    {Errc::ill_formed_text, ExitStatus::invalid_name},
    // the command line has an invalid value
    {Errc::invalid_value, ExitStatus::usage},
    // the cluster, or its authentication, refused
    {Errc::cluster_refused, ExitStatus::refused},
    {Errc::resource_not_found, ExitStatus::refused},
    {Errc::key_container_not_found, ExitStatus::refused},
    {Errc::key_not_exportable, ExitStatus::refused},
    {Errc::checkpoint_already_exists, ExitStatus::refused},
    {Errc::checkpoint_not_found, ExitStatus::refused},
    {Errc::access_denied, ExitStatus::refused},
    {Errc::invalid_resource_state, ExitStatus::refused},
    {Errc::provider_not_found, ExitStatus::refused},
    {Errc::provider_type_mismatch, ExitStatus::refused},
    {Errc::object_not_found, ExitStatus::refused},
    {Errc::object_already_exists, ExitStatus::refused},
    {Errc::clustering_not_installed, ExitStatus::refused},
    {Errc::restore_failed, ExitStatus::refused},
    {Errc::key_not_found, ExitStatus::refused},
    {Errc::key_access_denied, ExitStatus::refused},
    {Errc::authentication_failed, ExitStatus::refused},
    {Errc::insecure_connection, ExitStatus::refused},
    {Errc::unsupported, ExitStatus::refused},
    // no response, or none that could be read
    {Errc::node_unavailable, ExitStatus::unreachable},
    {Errc::cluster_unreachable, ExitStatus::unreachable},
    {Errc::timed_out, ExitStatus::unreachable},
    {Errc::outcome_unknown, ExitStatus::unreachable},
    {Errc::storage_failed, ExitStatus::unreachable},
    {Errc::storage_damaged, ExitStatus::unreachable},
    {Errc::not_served, ExitStatus::unreachable},
    {Errc::not_sent, ExitStatus::unreachable},
    {Errc::malformed_message, ExitStatus::unreachable},
    {Errc::limit_exceeded, ExitStatus::unreachable},
});

static_assert(std::ranges::all_of(rows, [](const Row& row) {
    return cli::exit_status_of(row.code) == row.status;
}));

// Every code has one row.
static_assert(std::ranges::all_of(detail::errc_table, [](const detail::ErrcRow& known) {
    return std::ranges::count(rows, known.code, &Row::code) == 1;
}));
static_assert(std::ranges::size(rows) == std::ranges::size(detail::errc_table));

// The numbers of the help text.
static_assert(static_cast<int>(ExitStatus::success) == 0);
static_assert(static_cast<int>(cli::exit_status_of(Errc::missing_separator)) == 1);
static_assert(static_cast<int>(cli::exit_status_of(Errc::invalid_value)) == 2);
static_assert(static_cast<int>(cli::exit_status_of(Errc::key_not_exportable)) == 3);
static_assert(static_cast<int>(cli::exit_status_of(Errc::cluster_unreachable)) == 4);
static_assert(static_cast<int>(cli::exit_status_of(Errc::outcome_unknown)) == 4);

// Of several statuses the worst counts, in any order.
static_assert(cli::worst(ExitStatus::success, ExitStatus::invalid_name) ==
              ExitStatus::invalid_name);
static_assert(cli::worst(ExitStatus::refused, ExitStatus::usage) == ExitStatus::refused);
static_assert(cli::worst(ExitStatus::unreachable, ExitStatus::refused) == ExitStatus::unreachable);
static_assert(cli::worst(ExitStatus::refused, ExitStatus::refused) == ExitStatus::refused);

}  // namespace

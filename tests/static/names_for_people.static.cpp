// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/preflight_report.hpp>
#include <crypto_checkpoint/reported_resource.hpp>

// What people are shown in the words of the cluster's own tools, or in others than elsewhere.

namespace {

using namespace crypto_checkpoint;

// The numbers are those of Windows.
static_assert(to_string(static_cast<ResourceState>(-1)) == "Unknown");
static_assert(to_string(static_cast<ResourceState>(0)) == "Inherited");
static_assert(to_string(static_cast<ResourceState>(1)) == "Initializing");
static_assert(to_string(static_cast<ResourceState>(2)) == "Online");
static_assert(to_string(static_cast<ResourceState>(3)) == "Offline");
static_assert(to_string(static_cast<ResourceState>(4)) == "Failed");
static_assert(to_string(static_cast<ResourceState>(128)) == "Pending");
static_assert(to_string(static_cast<ResourceState>(129)) == "Online Pending");
static_assert(to_string(static_cast<ResourceState>(130)) == "Offline Pending");
static_assert(to_string(static_cast<ResourceState>(5)) == "Unknown");

// What this machine finds is not said as a cluster's answer.
constexpr bool is_said_otherwise(Errc code) {
    return meaning(PreflightFinding{code, std::nullopt, std::nullopt, {}}) != meaning(code);
}
static_assert(is_said_otherwise(Errc::key_container_not_found));
static_assert(is_said_otherwise(Errc::key_not_exportable));
static_assert(is_said_otherwise(Errc::key_not_found));
static_assert(is_said_otherwise(Errc::provider_type_mismatch));

}  // namespace

// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/cluster/reported_resource.hpp>

// Names as in the cluster's own tools.

namespace {

using namespace crypto_checkpoint;

// The numbers are Windows'.
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

}  // namespace

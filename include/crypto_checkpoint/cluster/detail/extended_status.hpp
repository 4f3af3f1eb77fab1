// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_EXTENDED_STATUS_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_EXTENDED_STATUS_HPP

#include <cstdint>
#include <optional>
#include <string>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A WMI provider's explanation of a failure.
/// @par Source  Microsoft Learn, MSCluster_ExtendedStatus: ErrorType is 0 Other, 1 Win32, 2 Com,
///              3 Virtual Machine
struct ExtendedStatus {
    std::string class_name;
    std::string description;
    std::string operation;
    std::string parameter_info;
    std::string provider_name;
    std::optional<std::uint32_t> status_code;
    std::optional<std::uint32_t> error_type;
    friend bool operator==(const ExtendedStatus&, const ExtendedStatus&) = default;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

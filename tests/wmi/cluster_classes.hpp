// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "class_object.hpp"

#include <vector>

namespace test_support {

/// MSCluster_Resource, as far as the tests need it.
/// @par Source  Microsoft Learn, MSCluster_Resource; the parameters of ExecuteResourceControl from the
///              wrapper that Microsoft generated of the class (github microsoft/wmi); that State is a
///              uint32 from memory
inline crypto_checkpoint::detail::WmiObject resource_class() {
    constexpr CIMTYPE texts = CIM_STRING | CIM_FLAG_ARRAY;
    constexpr CIMTYPE bytes = CIM_UINT8 | CIM_FLAG_ARRAY;
    return new_class(
        {.name = "MSCluster_Resource",
         .base = "MSCluster_LogicalElement",
         .properties = {{"Name", CIM_STRING, true},
                        {"OwnerNode"},
                        {"OwnerGroup"},
                        {"State", CIM_UINT32},
                        {"CryptoCheckpoints", texts}},
         .methods = {{.name = "AddCryptoCheckpoint", .input = {{"CheckpointName"}}},
                     {.name = "RemoveCryptoCheckpoint", .input = {{"CheckpointName"}}},
                     {.name = "ExecuteResourceControl",
                      .input = {{"ControlCode", CIM_SINT32}, {"InputBuffer", bytes}},
                      .output = {{"OutputBuffer", bytes}, {"OutputBufferSize", CIM_SINT32}}}}});
}

/// MSCluster_ExtendedStatus.
/// @par Source  Microsoft Learn, MSCluster_ExtendedStatus
inline crypto_checkpoint::detail::WmiObject extended_status_class() {
    return new_class({.name = "MSCluster_ExtendedStatus",
                      .base = "__ExtendedStatus",
                      .properties = {{"Description"},
                                     {"Operation"},
                                     {"ParameterInfo"},
                                     {"ProviderName"},
                                     {"StatusCode", CIM_UINT32},
                                     {"ErrorType", CIM_UINT32}}});
}

/// The classes of a cluster's namespace.
inline std::vector<crypto_checkpoint::detail::WmiObject> cluster_classes() {
    std::vector<crypto_checkpoint::detail::WmiObject> classes;
    classes.push_back(resource_class());
    classes.push_back(extended_status_class());
    return classes;
}

}  // namespace test_support

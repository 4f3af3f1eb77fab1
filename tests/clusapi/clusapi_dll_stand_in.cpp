// SPDX-License-Identifier: BSL-1.0
#include "clusapi_stand_in.hpp"
#include <crypto_checkpoint/detail/windows.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

// A clusapi.dll over the stand-in for ClusAPI, which verifies the prototypes, the calling convention and
// the last error.

namespace {

using StandIn = test_support::ClusApiStandIn;

std::unique_ptr<StandIn>& stand_in() {
    static auto one = std::make_unique<StandIn>();
    return one;
}

template <class Handle>
void* handed_out(const StandIn::Opened<Handle>& opened) {
    ::SetLastError(opened ? ERROR_SUCCESS : opened.error());
    return opened ? static_cast<void*>(*opened) : nullptr;
}

std::u16string name_in(const wchar_t* name) {
    const std::wstring wide(name);
    return {wide.begin(), wide.end()};
}

}  // namespace

#define CRYPTO_CHECKPOINT_EXPORT extern "C" __declspec(dllexport)

CRYPTO_CHECKPOINT_EXPORT void* WINAPI OpenCluster(const wchar_t* name) {
    return handed_out(stand_in()->open_cluster(name ? name_in(name).c_str() : nullptr));
}
CRYPTO_CHECKPOINT_EXPORT void* WINAPI OpenClusterNode(void* cluster, const wchar_t* name) {
    return handed_out(
        stand_in()->open_node(static_cast<StandIn::Cluster>(cluster), name_in(name).c_str()));
}
CRYPTO_CHECKPOINT_EXPORT void* WINAPI OpenClusterResource(void* cluster, const wchar_t* name) {
    return handed_out(
        stand_in()->open_resource(static_cast<StandIn::Cluster>(cluster), name_in(name).c_str()));
}

CRYPTO_CHECKPOINT_EXPORT BOOL WINAPI CloseCluster(void* cluster) {
    stand_in()->close(static_cast<StandIn::Cluster>(cluster));
    return TRUE;
}
CRYPTO_CHECKPOINT_EXPORT BOOL WINAPI CloseClusterNode(void* node) {
    stand_in()->close(static_cast<StandIn::Node>(node));
    return TRUE;
}
CRYPTO_CHECKPOINT_EXPORT BOOL WINAPI CloseClusterResource(void* resource) {
    stand_in()->close(static_cast<StandIn::Resource>(resource));
    return TRUE;
}

CRYPTO_CHECKPOINT_EXPORT DWORD WINAPI ClusterResourceControl(void* resource, void* node, DWORD code,
                                                             void* input, DWORD input_size,
                                                             void* output, DWORD output_size,
                                                             DWORD* size) {
    std::uint32_t bytes = 0;
    const DWORD result = stand_in()->resource_control(
        static_cast<StandIn::Resource>(resource), static_cast<StandIn::Node>(node), code,
        std::span(static_cast<const std::uint8_t*>(input), input_size),
        std::span(static_cast<std::uint8_t*>(output), output_size), size ? &bytes : nullptr);
    if (size) *size = bytes;
    return result;
}

/// For tests: makes a new cluster.
CRYPTO_CHECKPOINT_EXPORT StandIn* crypto_checkpoint_new_stand_in() {
    stand_in() = std::make_unique<StandIn>();
    return stand_in().get();
}

// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/native_backend.hpp"
#include <crypto_checkpoint/clusapi/clusapi_dll.hpp>
#include <crypto_checkpoint/wmi/com_initialization.hpp>
#include <crypto_checkpoint/wmi/wmi_backend.hpp>

#include <memory>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

Result<Connection> open_wmi(const NativeAddress& address) {
    /// COM has to outlive the connection, so it comes first.
    struct Opened {
        ComInitialization com;
        WmiBackend backend;
    };
    auto com = ComInitialization::begin();
    if (!com) return std::unexpected(std::move(com.error()));
    WmiOptions options{.host = address.cluster, .timeout = address.timeout};
    if (!address.user.empty()) options.credentials = {address.user, address.password};
    if (!address.wmi_namespace.empty()) options.wmi_namespace = address.wmi_namespace;
    auto backend = WmiBackend::open(std::move(options));
    if (!backend) return std::unexpected(std::move(backend.error()));
    const auto opened = std::make_shared<Opened>(Opened{std::move(*com), std::move(*backend)});
    return Connection{AnyBackend(opened->backend),
                      [opened] { return opened->backend.resources(); }};
}

Result<Connection> open_clusapi(const NativeAddress& address) {
    auto backend = clusapi_backend({.cluster = address.cluster, .host_node = address.node});
    if (!backend) return std::unexpected(std::move(backend.error()));
    return Connection{AnyBackend(*std::move(backend))};
}

}  // namespace

bool has_native_backend() noexcept { return true; }

Result<Connection> open_native_backend(const NativeAddress& address) {
    return address.way == NativeAddress::Way::wmi ? open_wmi(address) : open_clusapi(address);
}

}  // namespace crypto_checkpoint::cli

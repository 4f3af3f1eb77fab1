// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support/catch.hpp"
#include <crypto_checkpoint/transport/libcurl_transport.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace wsman_tests {

using namespace crypto_checkpoint;

/// A password that a search of output finds.
inline constexpr std::string_view password = "hunter2-Zq7!";
/// `user:` and the password in base64, as Basic sends them.
inline constexpr std::string_view basic_credentials = "dXNlcjpodW50ZXIyLVpxNyE=";

/// An address with basic authentication and timeouts that only a hang reaches.
inline ClusterAddress address_of(std::string url) {
    ClusterAddress address;
    address.url = std::move(url);
    address.authentication = Authentication::basic;
    address.allow_basic_over_http = true;
    address.user = "user";
    address.password = Secret(password);
    address.connect_timeout = std::chrono::seconds(10);
    address.total_timeout = std::chrono::seconds(20);
    return address;
}

/// The same for tests that wait for the timeouts.
inline ClusterAddress hurried_address_of(std::string url) {
    ClusterAddress address = address_of(std::move(url));
    address.connect_timeout = std::chrono::milliseconds(500);
    address.total_timeout = std::chrono::milliseconds(600);
    return address;
}

/// Posts with a new transport.
inline Result<TransportResponse> post(const ClusterAddress& address,
                                      std::string_view body = "<request/>") {
    auto transport = LibcurlTransport::open(address);
    if (!transport) return std::unexpected(std::move(transport.error()));
    return transport->post(body);
}

/// The name of the error's code, or "success"; "a leak" if the error contains the password.
template <class T>
std::string code_of(const Result<T>& result) {
    if (result) return "success";
    const std::string code(to_string(result.error().code));
    const std::string text = code + " | " + result.error().context + " | " + result.error().detail;
    UNSCOPED_INFO(text);
    const auto has = [&](std::string_view secret) { return text.find(secret) != text.npos; };
    return has(password) || has(basic_credentials) ? "a leak" : code;
}

class Stopwatch {
public:
    [[nodiscard]] bool shows_no_hang() const {
        return std::chrono::steady_clock::now() - start_ < std::chrono::seconds(10);
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace wsman_tests

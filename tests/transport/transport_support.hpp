// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_WSMAN_TRANSPORT_SUPPORT_HPP
#define CRYPTO_CHECKPOINT_TESTS_WSMAN_TRANSPORT_SUPPORT_HPP

#include "support/catch.hpp"
#include <crypto_checkpoint/transport/libcurl_transport.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace wsman_tests {

/// A password that is found again wherever it is.
inline constexpr std::string_view password = "hunter2-Zq7!";
/// `user:` and the password in base64, as Basic sends them.
inline constexpr std::string_view basic_credentials = "dXNlcjpodW50ZXIyLVpxNyE=";

/// An address with timeouts that only a hang reaches, and a password that is sent along.
inline crypto_checkpoint::ClusterAddress address_of(std::string url) {
    crypto_checkpoint::ClusterAddress address;
    address.url = std::move(url);
    address.authentication = crypto_checkpoint::Authentication::basic;
    address.allow_basic_over_http = true;
    address.user = "user";
    address.password = crypto_checkpoint::Secret(password);
    address.connect_timeout = std::chrono::seconds(10);
    address.total_timeout = std::chrono::seconds(20);
    return address;
}

/// The same with timeouts for those tests that wait for them.
inline crypto_checkpoint::ClusterAddress hurried_address_of(std::string url) {
    crypto_checkpoint::ClusterAddress address = address_of(std::move(url));
    address.connect_timeout = std::chrono::milliseconds(500);
    address.total_timeout = std::chrono::milliseconds(600);
    return address;
}

/// Posts over a transport of its own.
inline crypto_checkpoint::Result<crypto_checkpoint::TransportResponse> post(
    const crypto_checkpoint::ClusterAddress& address, std::string_view body = "<question/>") {
    auto transport = crypto_checkpoint::LibcurlTransport::open(address);
    if (!transport) return std::unexpected(std::move(transport.error()));
    return transport->post(body);
}

/// Whether libcurl takes who asks by Negotiate from a Kerberos ticket, and from nothing else.
inline bool negotiates_by_ticket() {
    const int features = curl_version_info(CURLVERSION_NOW)->features;
    return (features & CURL_VERSION_GSSAPI) != 0 && (features & CURL_VERSION_SSPI) == 0;
}

/// All that an error says.
inline std::string said_by(const crypto_checkpoint::Error& error) {
    return std::string(to_string(error.code)) + " | " + error.context + " | " + error.detail;
}

/// The name of the code of a failure, or "a success". No failure may say the password.
template <class T>
std::string code_of(const crypto_checkpoint::Result<T>& result) {
    if (result) return "a success";
    const std::string said = said_by(result.error());
    UNSCOPED_INFO(said);
    if (said.find(password) != said.npos || said.find(basic_credentials) != said.npos)
        return "a leak";
    return std::string(to_string(result.error().code));
}

/// Whether it took less than what only a hang takes.
class Stopwatch {
public:
    [[nodiscard]] bool shows_no_hang() const {
        return std::chrono::steady_clock::now() - start_ < std::chrono::seconds(10);
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace wsman_tests

#endif

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace crypto_checkpoint {
inline namespace v0 {
class HttpEndpoint;
}  // namespace v0
}  // namespace crypto_checkpoint

namespace wsman_tests {

using namespace crypto_checkpoint;

/// HttpEndpoint, compiled once for all tests: Boost.Asio is slow to compile.
class EndpointUnderTest {
public:
    static Result<EndpointUnderTest> listen(EndpointOptions options, HttpHandler handler,
                                            HttpObserver observer = {});

    /// Listens on a free port and starts. Throws on failure.
    explicit EndpointUnderTest(EndpointOptions options = {}, HttpHandler handler = {},
                               HttpObserver observer = {});
    EndpointUnderTest(EndpointUnderTest&&) noexcept;
    ~EndpointUnderTest();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string url() const;
    void start();
    bool stop();

private:
    explicit EndpointUnderTest(std::unique_ptr<HttpEndpoint> endpoint);
    std::unique_ptr<HttpEndpoint> endpoint_;
};

/// With the password "open sesame" for Aladdin.
inline EndpointOptions with_password() {
    return {.credentials = BasicCredentials{"Aladdin", Secret("open sesame")}};
}

/// Responds with the request: `POST /path as user: body`.
HttpResponse echo(const HttpRequest& request);

}  // namespace wsman_tests

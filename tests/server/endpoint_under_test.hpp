// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_SERVER_ENDPOINT_UNDER_TEST_HPP
#define CRYPTO_CHECKPOINT_TESTS_SERVER_ENDPOINT_UNDER_TEST_HPP

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

/// HttpEndpoint, compiled once for all tests: Boost.Asio is slow to compile.
class EndpointUnderTest {
public:
    static crypto_checkpoint::Result<EndpointUnderTest> listen(
        crypto_checkpoint::EndpointOptions options, crypto_checkpoint::HttpHandler handler,
        crypto_checkpoint::HttpObserver observer = {});

    /// Listens on a free port and starts. Throws on failure.
    explicit EndpointUnderTest(crypto_checkpoint::EndpointOptions options = {},
                               crypto_checkpoint::HttpHandler handler = {},
                               crypto_checkpoint::HttpObserver observer = {});
    EndpointUnderTest(EndpointUnderTest&&) noexcept;
    ~EndpointUnderTest();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string url() const;
    void start();
    bool stop();

private:
    explicit EndpointUnderTest(std::unique_ptr<crypto_checkpoint::HttpEndpoint> endpoint);
    std::unique_ptr<crypto_checkpoint::HttpEndpoint> endpoint_;
};

/// Responds with the request: `POST /path as user: body`.
crypto_checkpoint::HttpResponse echo(const crypto_checkpoint::HttpRequest& request);

}  // namespace wsman_tests

#endif

// SPDX-License-Identifier: BSL-1.0
#include "endpoint_under_test.hpp"

#include <crypto_checkpoint/server/http_endpoint.hpp>

#include <stdexcept>

using namespace crypto_checkpoint;

namespace wsman_tests {

HttpResponse echo(const HttpRequest& request) {
    std::string text(request.method);
    text.append(" ").append(request.path);
    if (!request.query.empty()) text.append("?").append(request.query);
    if (!request.user.empty()) text.append(" as ").append(request.user);
    text.append(": ").append(request.body);
    return {200, "text/plain", text, {}, {}};
}

Result<EndpointUnderTest> EndpointUnderTest::listen(EndpointOptions options, HttpHandler handler,
                                                    HttpObserver observer) {
    auto endpoint =
        HttpEndpoint::listen(std::move(options), std::move(handler), std::move(observer));
    if (!endpoint) return std::unexpected(endpoint.error());
    return EndpointUnderTest(std::make_unique<HttpEndpoint>(std::move(*endpoint)));
}

EndpointUnderTest::EndpointUnderTest(EndpointOptions options, HttpHandler handler,
                                     HttpObserver observer) {
    options.port = 0;
    if (!handler) handler = echo;
    auto endpoint =
        HttpEndpoint::listen(std::move(options), std::move(handler), std::move(observer));
    if (!endpoint) throw std::runtime_error(endpoint.error().detail);
    endpoint_ = std::make_unique<HttpEndpoint>(std::move(*endpoint));
    endpoint_->start();
}

EndpointUnderTest::EndpointUnderTest(std::unique_ptr<HttpEndpoint> endpoint)
    : endpoint_(std::move(endpoint)) {}
EndpointUnderTest::EndpointUnderTest(EndpointUnderTest&&) noexcept = default;
EndpointUnderTest::~EndpointUnderTest() = default;

std::uint16_t EndpointUnderTest::port() const { return endpoint_->port(); }
std::string EndpointUnderTest::url() const { return endpoint_->url(); }
void EndpointUnderTest::start() { endpoint_->start(); }
bool EndpointUnderTest::stop() { return endpoint_->stop(); }

}  // namespace wsman_tests

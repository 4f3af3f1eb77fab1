// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "messages.hpp"
#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

namespace wsman_tests {

using namespace crypto_checkpoint;

inline constexpr auto both_dialects = {WsmanDialect::wmi, WsmanDialect::dmtf};

/// A small cluster behind a service.
struct ServiceFixture {
    test_support::SmallCluster cluster;
    WsmanService<FakeCluster&> service{cluster};

    /// Passes a message to the service and checks the response.
    detail::wsman::Response response_to(std::string_view message) {
        result = service.handle(message);
        CHECK(result.body.find("&#") == result.body.npos);
        auto response = detail::wsman::read_response(result.body);
        REQUIRE(response);
        const bool is_fault = std::holds_alternative<detail::wsman::Fault>(response->body);
        CHECK((result.http_status == 200) == !is_fault);
        CHECK(result.log_entry.error.has_value() == is_fault);
        return *std::move(response);
    }

    detail::wsman::Response response_to(detail::wsman::Request request) {
        if (request.message_id.empty()) request.message_id = "uuid:1";
        request.to = "http://node1:5985/wsman";
        const auto text = detail::wsman::write_request(request);
        REQUIRE(text);
        auto response = response_to(*text);
        CHECK(response.relates_to == request.message_id);
        return response;
    }

    template <class T>
    T ask(detail::wsman::Request request) {
        auto response = response_to(std::move(request));
        auto* const body = std::get_if<T>(&response.body);
        INFO(result.body);
        REQUIRE(body);
        return std::move(*body);
    }

    Error failure(detail::wsman::Request request) {
        return detail::wsman::error_of(ask<detail::wsman::Fault>(std::move(request)));
    }

    WsmanResponse result;  ///< the last one
};

/// A request about the class or a resource, in a dialect.
inline detail::wsman::Request about(WsmanDialect dialect, std::optional<std::string> resource,
                                    detail::wsman::RequestBody operation) {
    detail::wsman::Request request;
    request.resource_uri = dialect == WsmanDialect::wmi ? wmi_uri : dmtf_uri;
    if (dialect == WsmanDialect::dmtf) request.selectors = {{"__cimnamespace", "root/MSCluster"}};
    if (resource) request.selectors.push_back({"Name", *resource});
    request.operation = std::move(operation);
    return request;
}
inline detail::wsman::Request about(std::optional<std::string> resource,
                                    detail::wsman::RequestBody operation) {
    return about(WsmanDialect::wmi, std::move(resource), std::move(operation));
}

}  // namespace wsman_tests

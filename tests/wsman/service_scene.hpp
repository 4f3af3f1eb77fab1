// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_WSMAN_SERVICE_SCENE_HPP
#define CRYPTO_CHECKPOINT_TESTS_WSMAN_SERVICE_SCENE_HPP

#include "messages.hpp"
#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

namespace wsman_tests {

using namespace crypto_checkpoint;

/// A small cluster that is served, and ways to ask it.
struct Scene {
    FakeCluster cluster;
    WsmanService<FakeCluster&> service{cluster};

    Scene() { REQUIRE(test_support::populate(cluster)); }

    /// Hands over a message and sees to it that the answer is plain and belongs to it.
    detail::wsman::Answer answer_to(std::string_view message) {
        reply = service.handle(message);
        CHECK(reply.body.find("&#") == reply.body.npos);
        auto answer = detail::wsman::read_response(reply.body);
        REQUIRE(answer);
        const bool is_fault = std::holds_alternative<detail::wsman::Fault>(answer->body);
        CHECK((reply.http_status == 200) == !is_fault);
        CHECK(reply.call.error.has_value() == is_fault);
        return *std::move(answer);
    }

    detail::wsman::Answer answer_to(detail::wsman::Request request) {
        if (request.message_id.empty()) request.message_id = "uuid:1";
        request.to = "http://node1:5985/wsman";
        const auto text = detail::wsman::write_request(request);
        REQUIRE(text);
        auto answer = answer_to(*text);
        CHECK(answer.relates_to == request.message_id);
        return answer;
    }

    template <class T>
    T ask(detail::wsman::Request request) {
        auto answer = answer_to(std::move(request));
        auto* const body = std::get_if<T>(&answer.body);
        INFO(reply.body);
        REQUIRE(body);
        return std::move(*body);
    }

    /// The error that a request comes to.
    Error failure(detail::wsman::Request request) {
        return detail::wsman::error_of(ask<detail::wsman::Fault>(std::move(request)));
    }

    WsmanResponse reply;  ///< the last one
};

/// A request about the class, in a dialect; about one resource where it is named.
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

#endif

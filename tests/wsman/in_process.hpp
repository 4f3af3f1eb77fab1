// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Transports without a network.

#include "messages.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wsman_tests {

using namespace crypto_checkpoint;

/// Passes each message to a service, and checks the response.
template <class Service>
class InProcess {
public:
    explicit InProcess(Service& service) : service_(&service) {}

    Result<TransportResponse> post(std::string_view message) {
        auto result = service_->handle(message);
        CHECK(message.find("&#") == message.npos);
        CHECK(result.body.find("&#") == result.body.npos);
        CHECK((result.http_status == 200) == !result.log_entry.error);
        return TransportResponse{
            result.http_status, std::string(soap_content_type), {}, {}, std::move(result.body)};
    }

private:
    Service* service_;
};

/// Loses one request and one response of every seven messages.
template <class Transport>
class LossyTransport {
public:
    explicit LossyTransport(Transport transport) : transport_(std::move(transport)) {}

    Result<TransportResponse> post(std::string_view message) {
        const int turn = ++messages_ % 7;
        if (turn == 1) return std::unexpected(Errc::outcome_unknown);
        auto response = transport_.post(message);
        if (turn == 2) return std::unexpected(Errc::outcome_unknown);
        return response;
    }

private:
    Transport transport_;
    int messages_ = 0;
};

inline std::string message_id_in(std::string_view message) {
    constexpr std::string_view tag = "<a:MessageID>";
    const auto from = message.find(tag);
    if (from == message.npos) return {};
    const std::string_view rest = message.substr(from + tag.size());
    return std::string(rest.substr(0, rest.find('<')));
}

/// Returns the given responses in order, related to the requests, which it records.
class Scripted {
public:
    explicit Scripted(std::vector<Result<TransportResponse>> responses,
                      std::vector<std::string>* sent = nullptr)
        : responses_(std::move(responses)), sent_(sent) {}

    Result<TransportResponse> post(std::string_view message) {
        if (sent_ != nullptr) sent_->emplace_back(message);
        REQUIRE(next_ != responses_.size());
        Result<TransportResponse> response = responses_[next_];
        if (next_ + 1 != responses_.size()) ++next_;  // the last one for ever
        if (response)
            response->body = replaced(response->body, "uuid:1<", message_id_in(message) + "<");
        return response;
    }

private:
    std::vector<Result<TransportResponse>> responses_;
    std::size_t next_ = 0;
    std::vector<std::string>* sent_;
};

inline TransportResponse good(std::string body) {
    return {200, std::string(soap_content_type), {}, {}, std::move(body)};
}
inline TransportResponse refused(std::string body) {
    return {500, std::string(soap_content_type), {}, {}, std::move(body)};
}

}  // namespace wsman_tests

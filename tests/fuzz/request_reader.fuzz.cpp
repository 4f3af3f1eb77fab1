// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using fuzz_tests::require;

// A request from a hostile client: the response is a well-formed message.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    FakeCluster cluster;
    require(test_support::populate(cluster));
    require(cluster.add_resource("&<>\"'\x01\r\n", "NODE1").has_value());
    WsmanService service(cluster);
    const WsmanResponse result = service.handle(text);
    const auto response = read_response(result.body);
    require(response.has_value());
    require(result.body.find("&#") == result.body.npos);
    const bool is_fault = std::holds_alternative<Fault>(response->body);
    require(is_fault == (result.http_status != 200));
    require(is_fault == result.log_entry.error.has_value());

    // A round trip.
    const auto request = read_request(text);
    if (!request || request->rejection) return 0;
    if (const auto* const invoke = std::get_if<Invoke>(&request->request.operation)) {
        if (find_provider_method(invoke->method) == nullptr) return 0;
        for (const Property& argument : invoke->arguments)
            if (argument.name != "CheckpointName") return 0;
    }
    const auto written_again = write_request(request->request);
    if (!written_again) return 0;
    const auto again = read_request(*written_again);
    require(again.has_value() && !again->rejection);
    require(again->request == request->request ||
            std::holds_alternative<Enumerate>(request->request.operation));
    return 0;
}

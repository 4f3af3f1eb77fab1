// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using fuzz_tests::require;

// What a hostile client may ask. Whatever it is, it is answered with a message that can be read, and
// in characters as they are.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    FakeCluster cluster;
    require(test_support::populate(cluster));
    require(cluster.add_resource("&<>\"'\x01\r\n", "NODE1").has_value());
    WsmanService service(cluster);
    const WsmanResponse reply = service.handle(text);
    const auto answer = read_response(reply.body);
    require(answer.has_value());
    require(reply.body.find("&#") == reply.body.npos);
    const bool is_fault = std::holds_alternative<Fault>(answer->body);
    require(is_fault == (reply.http_status != 200));
    require(is_fault == reply.call.error.has_value());

    // What was read is written so that it reads as the same.
    const auto request = read_request(text);
    if (!request || request->fault) return 0;
    if (const auto* const invoke = std::get_if<Invoke>(&request->request.operation)) {
        if (find_provider_method(invoke->method) == nullptr) return 0;
        for (const Property& argument : invoke->arguments)
            if (argument.name != "CheckpointName") return 0;
    }
    const auto written_again = write_request(request->request);
    if (!written_again) return 0;
    const auto again = read_request(*written_again);
    require(again.has_value() && !again->fault);
    require(again->request == request->request ||
            std::holds_alternative<Enumerate>(request->request.operation));
    return 0;
}

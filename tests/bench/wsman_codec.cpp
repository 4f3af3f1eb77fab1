// SPDX-License-Identifier: BSL-1.0
#include "support/counted_allocations.hpp"
#include "table.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>
#include <crypto_checkpoint/wsman/detail/response_codec.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

#include <pugixml.hpp>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <variant>

// Serializing and parsing the messages of WS-Management, without a network.

namespace bench {
namespace {

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;
namespace wsman = crypto_checkpoint::detail::wsman;

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "failed: %s\n", what);
    std::exit(1);
}

/// Messages of an add that succeeds, and of the same one repeated, which fails.
struct Messages {
    std::string request;
    std::string response;
    std::string fault;
};

Messages messages_of_add() {
    struct Recorder {
        WsmanService<FakeCluster&>* service;
        std::vector<std::string>* messages;
        [[nodiscard]] Result<TransportResponse> post(std::string_view message) const {
            WsmanResponse result = service->handle(message);
            messages->emplace_back(message);
            messages->push_back(result.body);
            return TransportResponse{
                result.http_status, std::string(soap_content_type), {}, {}, std::move(result.body)};
        }
    };
    constexpr auto key = R"(1\\Key)"_csp;
    FakeCluster cluster;
    if (!cluster.add_node("NODE1") || !cluster.add_resource("SQL", "NODE1") ||
        !cluster.create_key("NODE1", key))
        fail("populate a cluster");
    WsmanService<FakeCluster&> service(cluster);
    std::vector<std::string> messages;
    WsmanBackend<Recorder> backend({&service, &messages}, "http://127.0.0.1:5985/wsman");
    if (!backend.add("SQL", key) || backend.add("SQL", key) || messages.size() != 4)
        fail("add over WS-Management");
    return {messages[0], messages[1], messages[3]};
}

/// Makes pugixml allocate by operator new, which is counted.
template <class Action>
std::size_t allocations_with_pugixml(Action action) {
    const auto allocate = pugi::get_memory_allocation_function();
    const auto free = pugi::get_memory_deallocation_function();
    pugi::set_memory_management_functions(
        [](std::size_t size) { return ::operator new(size, std::nothrow); },
        [](void* memory) { ::operator delete(memory); });
    const std::size_t count = test_support::allocations_of(action);
    pugi::set_memory_management_functions(allocate, free);
    return count;
}

/// @param text  the message; its size is that of the row
template <class Item, class Function>
void add_codec(Table& table, std::string what, std::string message, const std::string& text,
               const Item& item, Function function) {
    Row row{std::move(what), std::move(message), {1, text.size()}};
    row.allocations = allocations_with_pugixml([&] { (void)function(item); });
    table.add_for_each(std::move(row), std::vector{item}, function);
}

void add_response(Table& table, const std::string& name, const std::string& text, bool is_fault) {
    const auto response = wsman::read_response(text);
    if (!response || std::holds_alternative<wsman::Fault>(response->body) != is_fault)
        fail("read a response");
    add_codec(table, "write_response", name, text, *response, wsman::write_response);
    add_codec(table, "read_response", name, text, text, wsman::read_response);
}

}  // namespace

void add_wsman_codec(Table& table) {
    const Messages messages = messages_of_add();
    const auto read = wsman::read_request(messages.request);
    if (!read || read->rejection) fail("read a request");
    if (wsman::write_request(read->request) != messages.request) fail("write a request again");
    add_codec(table, "write_request", "add", messages.request, read->request, wsman::write_request);
    add_codec(table, "read_request", "add", messages.request, messages.request,
              wsman::read_request);
    add_response(table, "add", messages.response, false);
    add_response(table, "fault", messages.fault, true);
}

}  // namespace bench

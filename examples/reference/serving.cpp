// SPDX-License-Identifier: BSL-1.0
// What the reference shows of WS-Management, both ways: a fake cluster is served, and asked
// in the same process.

#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>
#include <crypto_checkpoint/text/fmt.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

using namespace crypto_checkpoint;

//! [transport]
/// A transport that hands messages straight to a service, in the same process.
template <class Service>
struct Directly {
    Service* service;
    Result<TransportResponse> post(std::string_view body) {
        WsmanResponse reply = service->handle(body);
        TransportResponse answer;
        answer.status = reply.http_status;
        answer.content_type = soap_content_type;
        answer.body = std::move(reply.body);
        return answer;
    }
};
//! [transport]

int main() {
    FakeCluster cluster;
    cluster.add_node("NODE1").value();
    cluster.add_resource("SQL Server", "NODE1").value();
    cluster.create_key("NODE1", R"(1\\MyKey)"_csp).value();

    //! [service]
    WsmanService service{cluster};
    WsmanBackend direct{Directly<decltype(service)>{&service}, "http://localhost/wsman"};
    direct.add("SQL Server", R"(1\\MyKey)"_csp).value();
    const auto resources = direct.resources();
    if (!resources) return fmt::print("{}\n", resources.error()), 1;
    for (const ReportedResource& resource : *resources)
        for (const ReportedCheckpoint& checkpoint : resource.crypto_checkpoints)
            fmt::print("{}: {}\n", resource.name, checkpoint.text);
    //! [service]

    //! [handler]
    const HttpHandler handler = handler_of(service);  // for HttpEndpoint::listen()
    HttpRequest call;
    call.body = "no message";
    fmt::print("HTTP status {}\n", handler(call).status);
    //! [handler]

    //! [client]
    const WsmanClient client{"http://localhost/wsman"};
    Directly<decltype(service)> transport{&service};
    MessageSlot slot;
    const Result<Ensured> ensured = run_to_completion(
        client.ensure(slot, "SQL Server", R"(1\\MyKey)"_csp.to_owned(), Presence::absent), slot,
        transport);
    fmt::print("{}\n", ensured == Ensured::changed ? "removed" : "was not there");
    //! [client]

    //! [dialect]
    for (const WsmanDialect dialect : {WsmanDialect::wmi, WsmanDialect::dmtf}) {
        WsmanBackend asking{transport, "http://localhost/wsman", {.dialect = dialect}};
        fmt::print("{}: {}\n", to_string(dialect), asking.list("SQL Server") ? "read" : "refused");
    }
    //! [dialect]

    //! [authentication]
    for (const std::string_view name : {"basic", "telepathy"}) {
        const std::optional<Authentication> known = authentication_from_name(name);
        fmt::print("{}\n", known ? to_string(*known) : "no such way to authenticate");
    }
    //! [authentication]

    //! [address]
    const ClusterAddress careless{.url = "http://node1.example:5985/wsman",
                                  .authentication = Authentication::basic,
                                  .user = "user",
                                  .password = Secret("password")};
    if (const auto checked = careless.check(); !checked) fmt::print("{}\n", checked.error());
    //! [address]

    //! [secret]
    const Secret password("open sesame");
    fmt::print("{} bytes\n", password.reveal().size());
    //! [secret]
}

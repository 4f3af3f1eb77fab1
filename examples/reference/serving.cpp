// SPDX-License-Identifier: BSL-1.0
// Snippets of the reference about WS-Management: serves a fake cluster, and uses it in the same process.

#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>
#include <crypto_checkpoint/text/fmt.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/wsman/wsman_apply.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

using namespace crypto_checkpoint;

//! [transport]
/// A transport to a service in the same process.
template <class Service>
struct InProcess {
    Service* service;
    Result<TransportResponse> post(std::string_view body) {
        WsmanResponse result = service->handle(body);
        TransportResponse response;
        response.status = result.http_status;
        response.content_type = soap_content_type;
        response.body = std::move(result.body);
        return response;
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
    WsmanBackend backend{InProcess<decltype(service)>{&service}, "http://localhost/wsman"};
    backend.add("SQL Server", R"(1\\MyKey)"_csp).value();
    const auto resources = backend.resources();
    if (!resources) return fmt::print("{}\n", resources.error()), 1;
    for (const ReportedResource& resource : *resources)
        for (const ReportedCheckpoint& checkpoint : resource.crypto_checkpoints)
            fmt::print("{}: {}\n", resource.name, checkpoint.text);
    //! [service]

    //! [handler]
    const HttpHandler handler = handler_of(service);  // for HttpEndpoint::listen()
    HttpRequest request;
    request.body = "not a message";
    fmt::print("HTTP status {}\n", handler(request).status);
    //! [handler]

    //! [anonymous]
    EndpointOptions options;
    options.credentials = BasicCredentials{"ops", Secret("far-Zq7!")};
    options.anonymous = anonymous_access_of(service);  // Identify needs no password
    //! [anonymous]

    //! [client]
    const WsmanClient client{"http://localhost/wsman"};
    InProcess<decltype(service)> transport{&service};
    MessageSlot slot;
    const Result<Ensured> ensured = run_to_completion(
        client.ensure(slot, "SQL Server", R"(1\\MyKey)"_csp.to_owned(), Presence::absent), slot,
        transport);
    fmt::print("{}\n", ensured == Ensured::changed ? "removed" : "was not there");
    //! [client]

    //! [apply]
    const DesiredState desired{
        {.name = "SQL Server", .checkpoints = {R"(1\\MyKey)"_csp.to_owned()}}};
    const Plan changes = plan(desired, backend.resources().value());
    const Applied applied = run_to_completion(
        apply(client, slot, changes, OnFailure::stop,
              [](const std::string& where, const PlannedCheckpoint& checkpoint,
                 const Result<Ensured>& result) {
                  fmt::print("{}: {}: {}\n", where, checkpoint.text,
                             result ? "as it should be" : meaning(result.error().code));
              }),
        slot, transport);
    fmt::print("{} changed\n", applied.changed);
    //! [apply]

    //! [dialect]
    for (const WsmanDialect dialect : {WsmanDialect::wmi, WsmanDialect::dmtf}) {
        WsmanBackend in_dialect{transport, "http://localhost/wsman", {.dialect = dialect}};
        fmt::print("{}: {}\n", to_string(dialect),
                   in_dialect.list("SQL Server") ? "read" : "refused");
    }
    //! [dialect]

    //! [authentication]
    for (const std::string_view name : {"basic", "telepathy"}) {
        const std::optional<Authentication> known = authentication_from_name(name);
        fmt::print("{}\n", known ? to_string(*known) : "no such way to authenticate");
    }
    //! [authentication]

    //! [address]
    const ClusterAddress insecure{.url = "http://node1.example:5985/wsman",
                                  .authentication = Authentication::basic,
                                  .user = "user",
                                  .password = Secret("password")};
    if (const auto checked = insecure.check(); !checked) fmt::print("{}\n", checked.error());
    //! [address]

    //! [secret]
    const Secret password("open sesame");
    fmt::print("{} bytes\n", password.reveal().size());
    //! [secret]
}

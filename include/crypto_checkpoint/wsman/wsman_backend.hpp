// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_WSMAN_BACKEND_HPP
#define CRYPTO_CHECKPOINT_WSMAN_WSMAN_BACKEND_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>
#include <crypto_checkpoint/transport/message_slot.hpp>
#include <crypto_checkpoint/wsman/wsman_client.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A cluster over WS-Management, as in Windows Remote Management: invokes the method
/// AddCryptoCheckpoint of MSCluster_Resource in root/MSCluster, on the node at the URL.
///
/// | behaviour                                              | documented or chosen | source or reason |
/// |--------------------------------------------------------|------------|------------------------------|
/// | address of class and action, selector Name             | documented | Windows Remote Management and WMI; MS-WSMV 4.1.4 |
/// | `Method_INPUT` in the namespace of the class           | documented | Session.Invoke               |
/// | the response of a void method: any `Method_OUTPUT`, or the bare name, whose ReturnValue is absent, empty, nil or 0 | chosen | MS-WSMV 4.11.2 has an empty `Method_OUTPUT` of another class |
/// | list: Get, and a WQL query if Get is not supported     | chosen     | both are documented ways to read a property |
/// | an array that is absent, or one element with xsi:nil, is empty | seen in the field; documented | clients of other classes rely on the first; MS-WSMV 3.1.4.1.26 |
/// | elements are matched by local name                     | chosen     | the namespace of __ExtendedStatus was seen to differ between hosts |
/// | MSCluster_ExtendedStatus before HRESULT before CIM error before the service's code before the fault's name | chosen | no document says which reports the cause |
/// | DestinationUnreachable to Get or Invoke: resource_not_found | seen in the field | Windows, OMI and openwsman send it for a missing instance |
/// | CannotProcessFilter 2150858778: clustering_not_installed | seen in the field | Windows sends it for a missing class |
/// | the sender's fault with a code of the service and no ProviderFault: not executed | chosen | no provider has seen the request |
/// | a response that cannot be read, to a change: outcome_unknown | chosen | the change may have been made |
/// | an unknown failure or return value of a change: outcome_unknown | chosen | it may follow the change |
/// | WBEM_E_FAILED and WBEM_E_PROVIDER_FAILURE: cluster_refused | chosen | no document says whether the change was made |
/// | remove, not found: removes the other spellings in the listing, such as `1\K` for `1\\K` | chosen | no document says how names are compared |
/// | a response without RelatesTo is accepted               | chosen     | HTTP relates it to the request |
///
/// @par Units and encoding  UTF-8; sent without a byte order mark or character references
/// @par Errors  Error::context is the URL, Error::resource the resource of the call.
///  * those of the transport: see HttpTransport
///  * those of the cluster, with the native code: see errc_from_native()
///  * outcome_unknown: a change whose response is lost, unreadable or inconclusive
///  * timed_out: a listing that the service gave up, or without a response in time
///  * cluster_unreachable: a listing whose connection failed
///  * malformed_message: a listing that is unreadable
///  * limit_exceeded: a listing that does not end, or is too large; a removal of a checkpoint with more
///    than 16 other spellings in the listing, none of which is removed; a name of more than 4,096 bytes
///  * unsupported: a name that XML cannot represent (control characters)
///  * invalid_value, embedded_nul, ill_formed_text: the name of a resource is not valid; nothing was sent
/// @par Source  Microsoft Learn and MS-WSMV; row by row in the table
/// @par Not tried  on a real cluster
/// @par Example
/// @snippet wsman_backend.cpp program
template <HttpTransport Transport>
class WsmanBackend : public detail::OtherTextCalls<WsmanBackend<Transport>> {
public:
    using Calls = detail::OtherTextCalls<
        WsmanBackend<Transport>>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;

    /// Sends nothing yet.
    /// @param url        where the transport posts to; it is part of each message
    WsmanBackend(Transport transport, std::string url, WsmanOptions options = {})
        : transport_(std::move(transport)), client_(std::move(url), options) {}

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return converse([&](MessageSlot& slot) {
            return client_.add(slot, std::string(resource), spec.to_owned());
        });
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return converse([&](MessageSlot& slot) {
            return client_.remove(slot, std::string(resource), spec.to_owned());
        });
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return converse(
            [&](MessageSlot& slot) { return client_.list(slot, std::string(resource)); });
    }

    /// All resources of the cluster, in its order.
    /// @par Errors  as the class
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() {
        return converse([&](MessageSlot& slot) { return client_.resources(slot); });
    }

    /// Identifies the service: also a test of the connection.
    /// @par Errors  as the class
    /// @par Source  MS-WSMV 3.1.4.1.23; the elements: DSP0226, from memory, it was not read
    [[nodiscard]] Result<WsmanIdentity> identify() {
        return converse([&](MessageSlot& slot) { return client_.identify(slot); });
    }

private:
    template <class Begin>
    auto converse(Begin begin) {
        MessageSlot slot;
        return run_to_completion(begin(slot), slot, transport_);
    }

    Transport transport_;
    WsmanClient client_;
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif

// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_WSMAN_BACKEND_HPP
#define CRYPTO_CHECKPOINT_WSMAN_WSMAN_BACKEND_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
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

/// A cluster that is reached by WS-Management, as Windows Remote Management speaks it: the method
/// AddCryptoCheckpoint is invoked on MSCluster_Resource in root/MSCluster of whichever node responses.
///
/// | behaviour                                              | documented or chosen | source or reason |
/// |--------------------------------------------------------|------------|------------------------------|
/// | address of class and action, selector Name             | documented | Windows Remote Management and WMI; MS-WSMV 4.1.4 |
/// | `Method_INPUT` in the namespace of the class           | documented | Session.Invoke               |
/// | what a void method responses                             | chosen     | no document shows it: any `Method_OUTPUT`, or the bare name, whose ReturnValue is absent, empty, nil or 0 |
/// | list: Get, and a WQL query where Get is not offered    | chosen     | both are documented ways to read a property |
/// | an array that is absent is empty                       | seen in the field | clients of other classes rely on it |
/// | elements are matched by local name                     | chosen     | the namespace of __ExtendedStatus was seen to differ between hosts |
/// | MSCluster_ExtendedStatus before HRESULT before the service's code | chosen | no document says where a failure shows |
/// | a response that cannot be read, to a change: outcome_unknown | chosen | what was done is not known    |
/// | a failure or a return value that no table here knows, to a change: outcome_unknown | chosen | it may come after the work |
/// | WBEM_E_FAILED and WBEM_E_PROVIDER_FAILURE: the cluster refused | chosen | no document says whether the work was done |
/// | remove, not found: what is listed with another spelling of the spec, such as `1\K` of `1\\K`, is removed as it is spelled | chosen | no document says how names are compared |
/// | a response without RelatesTo is the response             | chosen     | HTTP says which request it is to |
///
/// @par Units and encoding  UTF-8; sent as it is, without a byte order mark or character references
/// @par Errors  Error::context is the URL.
///  * those of the transport: see HttpTransport
///  * those of the cluster, with the native code: see errc_from_native()
///  * outcome_unknown: a change whose response is lost or unreadable
///  * malformed_message: a listing that is unreadable
///  * limit_exceeded: a listing that does not end, or is larger than allowed
///  * unsupported: a name that XML cannot carry (control characters)
///  * invalid_value, embedded_nul, ill_formed_text: a name that no resource can have; nothing was sent
/// @par Thread safety  that of a single object: one thread at a time. Make one for each thread.
/// @par Source  Microsoft Learn and MS-WSMV; row by row in the table
/// @par Not tried  on a real cluster
/// @par Example
/// @snippet wsman_backend.cpp program
template <HttpTransport Transport>
class WsmanBackend {
public:
    /// Asks whoever responses at @p url. Nothing is sent yet.
    /// @param transport  moves the messages: taken in
    /// @param url        where the transport posts to; it is part of each message
    /// @param options    how it is asked
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

    /// Asks the service what it is; that it responses at all is worth knowing.
    /// @par Errors  as the class
    /// @par Source  DSP0226, Identify; from memory, the document was not read
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

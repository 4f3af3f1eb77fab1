// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include <crypto_checkpoint/wsman/detail/cim_codec.hpp>
#include <crypto_checkpoint/wsman/detail/response_interpreter.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using fuzz_tests::require;

// A response from a hostile server: an unreadable response never proves that a change failed, and a
// readable one can be written again.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const int status : {200, 500}) {
        const TransportResponse http{
            status, std::string(soap_content_type), {}, {}, std::string(text)};
        const auto changed = interpret(http, "uuid:1", detail::Step::adding);
        const auto listed = interpret(http, "uuid:1", detail::Step::listing);
        require(changed.has_value() == listed.has_value());
        if (changed) {
            require(status == 200);
            const auto outcome = result_of(*changed, "AddCryptoCheckpoint", detail::Step::adding);
            const auto* const output = std::get_if<Instance>(&changed->body);
            if (outcome)
                require(output != nullptr && output->name.starts_with("AddCryptoCheckpoint"));
            if (output != nullptr) (void)resource_of(*output);
        } else if (!read_response(text)) {
            require(changed.error().code == Errc::outcome_unknown);
            require(listed.error().code == Errc::malformed_message);
        }
    }

    const auto response = read_response(text);
    if (!response) return 0;
    const auto* const fault = std::get_if<Fault>(&response->body);
    if (fault == nullptr) return 0;
    // Messages are bounded.
    require(error_of(*fault).detail.size() < max_explanation_bytes + 20);
    const auto again = read_response(write_response(*response));
    require(again.has_value());
    require(std::holds_alternative<Fault>(again->body));
    return 0;
}

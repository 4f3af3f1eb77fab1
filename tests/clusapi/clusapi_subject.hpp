// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Runs the tests over the stand-in for ClusAPI in this process or, if CRYPTO_CHECKPOINT_THROUGH_DLL is
/// defined, over the same as a clusapi.dll in System32.

#include "clusapi_stand_in.hpp"
#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/clusapi/clusapi_backend.hpp>

#ifdef CRYPTO_CHECKPOINT_THROUGH_DLL
#    include "windows/stand_in/stand_in_dll.hpp"
#endif

#include <memory>
#include <utility>

namespace unit_tests {

using namespace crypto_checkpoint;
using test_support::ClusApiStandIn;
using test_support::ControlCall;
using test_support::ControlResult;
namespace win32 = test_support::win32;

#ifdef CRYPTO_CHECKPOINT_THROUGH_DLL
struct ClusApiCarrier {
    using Api = ClusApiDll;
    ClusApiDll dll = test_support::loaded_clusapi();
    ClusApiStandIn& stand_in = test_support::new_stand_in();
    ClusApiDll api() { return dll; }
};
#else
struct ClusApiCarrier {
    using Api = ClusApiStandIn&;
    std::unique_ptr<ClusApiStandIn> owned = std::make_unique<ClusApiStandIn>();
    ClusApiStandIn& stand_in = *owned;
    ClusApiStandIn& api() { return stand_in; }
};
#endif

using TestedBackend = ClusApiBackend<ClusApiCarrier::Api>;

/// A small cluster and its backend. Checks on destruction that handles were used correctly.
class ClusApiSubject {
public:
    explicit ClusApiSubject(ClusApiOptions options = {})
        : stand_in(carrier_.stand_in), backend(carrier_.api(), std::move(options)) {
        REQUIRE(test_support::populate(stand_in.cluster));
    }
    ClusApiSubject(const ClusApiSubject&) = delete;
    ClusApiSubject& operator=(const ClusApiSubject&) = delete;
    ~ClusApiSubject() {
        CHECK(stand_in.misuses.empty());
        CHECK(stand_in.open_handles() == 0);
    }

private:
    ClusApiCarrier carrier_;

public:
    ClusApiStandIn& stand_in;
    TestedBackend backend;
};

/// A buffer of exactly these UTF-16 units.
inline std::vector<std::uint8_t> units(std::u16string_view text) {
    std::vector<std::uint8_t> bytes;
    detail::append_units(bytes, text);
    return bytes;
}

/// A successful result of the right size.
inline ControlResult answers(std::vector<std::uint8_t> bytes) {
    const auto size = static_cast<std::uint32_t>(bytes.size());
    return {win32::success, std::move(bytes), size};
}

inline bool is(const ControlCall& call, detail::ResourceControl code) {
    return call.code == static_cast<std::uint32_t>(code);
}
inline bool is_listing(const ControlCall& call) {
    return is(call, detail::ResourceControl::get_crypto_checkpoints);
}

}  // namespace unit_tests

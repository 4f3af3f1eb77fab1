// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cluster_classes.hpp"
#include "initialised_provider.hpp"
#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include "wmi_stand_in.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/wmi/com_initialization.hpp>
#include <crypto_checkpoint/wmi/wmi_backend.hpp>

#include <chrono>

namespace windows_tests {

using namespace crypto_checkpoint;
using namespace std::chrono_literals;
using test_support::WmiCall;
using test_support::WmiStandIn;

/// A small cluster behind WmiProvider and the stand-in for WMI.
class WmiCluster {
public:
    WmiCluster() : stand_in(test_support::cluster_classes()), locator_(stand_in) {
        REQUIRE(com_);
        stand_in.set_provider(test_support::initialised_provider<FakeCluster&>(cluster, stand_in));
        REQUIRE(stand_in.provider());
    }

    /// A connected backend.
    WmiBackend backend(WmiOptions options = {}) const {
        auto opened = WmiBackend::open(std::move(options));
        REQUIRE(opened);
        return std::move(*opened);
    }

private:
    Result<ComInitialization> com_ = ComInitialization::begin();

public:
    test_support::SmallCluster cluster;
    WmiStandIn stand_in;

private:
    test_support::ReplacedLocator locator_;
};

/// An MSCluster_ExtendedStatus, or one of another class with the same properties.
inline detail::WmiObject extended_status(const detail::WmiObject& of_class, std::string description,
                                         std::int32_t status_code, std::int32_t error_type) {
    detail::WmiObject made;
    REQUIRE(SUCCEEDED(of_class.spawn(made)));
    (void)made.put("Description", std::move(description));
    (void)made.put("StatusCode", status_code);
    (void)made.put("ErrorType", error_type);
    return made;
}

}  // namespace windows_tests

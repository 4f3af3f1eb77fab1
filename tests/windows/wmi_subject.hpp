// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_WINDOWS_WMI_SUBJECT_HPP
#define CRYPTO_CHECKPOINT_TESTS_WINDOWS_WMI_SUBJECT_HPP

#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include "windows/cluster_classes.hpp"
#include "windows/wmi_stand_in.hpp"
#include <crypto_checkpoint/backends/fake_cluster.hpp>
#include <crypto_checkpoint/provider/wmi_provider.hpp>
#include <crypto_checkpoint/windows/com_initialization.hpp>
#include <crypto_checkpoint/windows/wmi_backend.hpp>

#include <chrono>

namespace windows_tests {

using namespace crypto_checkpoint;
using namespace std::chrono_literals;
using test_support::WmiCall;
using test_support::WmiStandIn;

/// A small cluster behind this library's provider, behind what plays WMI.
class WmiCluster {
public:
    WmiCluster() : stand_in(nullptr, classes()) {
        REQUIRE(com);
        REQUIRE(test_support::furnish(cluster));
        auto provider = detail::new_com_object<WmiProvider<FakeCluster&>>(cluster);
        const auto sink = detail::new_com_object<InitSink>();
        const auto init = detail::query<IWbemProviderInit>(*provider);
        REQUIRE(init);
        REQUIRE(init->Initialize(nullptr, 0, detail::bstr(R"(root\MSCluster)").get(), nullptr,
                                 stand_in.for_provider().get(), nullptr,
                                 sink.get()) == WBEM_S_NO_ERROR);
        REQUIRE(sink->status == WBEM_S_INITIALIZED);
        stand_in.set_provider(detail::query<IWbemServices>(*provider));
    }

    /// A backend that is connected to it.
    WmiBackend backend(WmiOptions options = {}) const {
        auto opened = WmiBackend::open(std::move(options));
        REQUIRE(opened);
        return std::move(*opened);
    }

private:
    struct InitSink final : detail::ComObject<IWbemProviderInitSink> {
        HRESULT STDMETHODCALLTYPE SetStatus(LONG outcome, LONG) noexcept override {
            status = outcome;
            return WBEM_S_NO_ERROR;
        }
        LONG status = -1;
    };

    static std::vector<detail::WmiObject> classes() {
        std::vector<detail::WmiObject> made;
        made.push_back(test_support::resource_class());
        made.push_back(test_support::extended_status_class());
        return made;
    }

    Result<ComInitialization> com = ComInitialization::begin();

public:
    FakeCluster cluster;
    WmiStandIn stand_in;
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

#endif

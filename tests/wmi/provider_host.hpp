// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "class_namespace.hpp"
#include "cluster_classes.hpp"
#include "collecting_sink.hpp"
#include "support/catch.hpp"

#include <wbemprov.h>

#include <string>
#include <utility>
#include <vector>

namespace test_support {

/// Receives the result of Initialize.
class InitSink final : public crypto_checkpoint::detail::ComObject<IWbemProviderInitSink> {
public:
    HRESULT STDMETHODCALLTYPE SetStatus(LONG status, LONG) noexcept override {
        statuses.push_back(status);
        return WBEM_S_NO_ERROR;
    }
    std::vector<LONG> statuses;
};

/// Calls a provider as WMI does: initialises it, calls it with a sink, and waits for the sink. Every
/// call must report its result exactly once.
/// @par Thread safety  may be used concurrently; Catch2 assertions may not, so the result of a call also
///              reports an incomplete one
class ProviderHost {
public:
    using Outcome = CollectingSink::Outcome;
    using Arguments = std::vector<std::pair<std::string, crypto_checkpoint::detail::WmiValue>>;

    static constexpr auto never_told = static_cast<HRESULT>(WBEM_E_CRITICAL_ERROR);

    explicit ProviderHost(crypto_checkpoint::detail::ComPointer<IWbemProviderInit> provider)
        : ProviderHost() {
        using namespace crypto_checkpoint::detail;
        const auto sink = new_com_object<InitSink>();
        REQUIRE(provider->Initialize(nullptr, 0, const_cast<LPWSTR>(L"root\\Test"), nullptr,
                                     scope.get(), nullptr, sink.get()) == WBEM_S_NO_ERROR);
        REQUIRE(sink->statuses == std::vector<LONG>{WBEM_S_INITIALIZED});
        services = query<IWbemServices>(*provider);
        REQUIRE(services);
    }

    Outcome get(const std::string& path) const {
        using namespace crypto_checkpoint::detail;
        return outcome_of([&](IWbemObjectSink* sink) {
            return services->GetObjectAsync(bstr(path).get(), 0, nullptr, sink);
        });
    }
    Outcome enumerate(const std::string& class_name = "MSCluster_Resource", LONG flags = 0) const {
        using namespace crypto_checkpoint::detail;
        return outcome_of([&](IWbemObjectSink* sink) {
            return services->CreateInstanceEnumAsync(bstr(class_name).get(), flags, nullptr, sink);
        });
    }
    Outcome invoke_with(const std::string& path, const std::string& method,
                        IWbemClassObject* input) const {
        using namespace crypto_checkpoint::detail;
        return outcome_of([&](IWbemObjectSink* sink) {
            return services->ExecMethodAsync(bstr(path).get(), bstr(method).get(), 0, nullptr,
                                             input, sink);
        });
    }
    Outcome invoke(const std::string& path, const std::string& method,
                   const Arguments& arguments) const {
        const auto input = input_of(method, arguments);
        return invoke_with(path, method, input.get());
    }

    /// The input object of a method; empty if it has none.
    static crypto_checkpoint::detail::WmiObject input_of(const std::string& method,
                                                         const Arguments& arguments) {
        crypto_checkpoint::detail::WmiObject input, output, instance;
        (void)resource_class().method(method, input, output);
        if (input) (void)input.spawn(instance);
        if (!instance) return instance;
        for (const auto& [name, value] : arguments) (void)instance.put(name, value);
        return instance;
    }

    crypto_checkpoint::detail::ComPointer<ClassNamespace> scope;
    crypto_checkpoint::detail::ComPointer<IWbemServices> services;

private:
    ProviderHost() : scope(crypto_checkpoint::detail::new_com_object<ClassNamespace>()) {
        scope->classes.emplace("MSCluster_Resource", resource_class());
        scope->classes.emplace("MSCluster_ExtendedStatus", extended_status_class());
    }

    template <class Call>
    static Outcome outcome_of(Call call) {
        const auto sink = crypto_checkpoint::detail::new_com_object<CollectingSink>();
        const HRESULT begun = call(sink.get());
        auto outcome = sink->wait_for(std::chrono::milliseconds(0));
        if (begun == WBEM_S_NO_ERROR && outcome && outcome->completions == 1)
            return *std::move(outcome);
        Outcome wrong;
        wrong.result = never_told;
        return wrong;
    }
};

}  // namespace test_support

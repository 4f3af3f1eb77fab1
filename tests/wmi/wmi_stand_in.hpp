// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A stand-in for WMI in this process: a locator, and a namespace that passes calls on to a provider.
///
/// | behaviour                                                       | known from             |
/// |-----------------------------------------------------------------|------------------------|
/// | below packet privacy and impersonation every call is WBEM_E_ACCESS_DENIED, for each object | documented: Requiring an encrypted connection to a namespace |
/// | another namespace: WBEM_E_INVALID_NAMESPACE                     | documented; seen of Wine's |
/// | credentials without another machine: WBEM_E_LOCAL_CREDENTIALS   | documented             |
/// | a call with WBEM_FLAG_RETURN_IMMEDIATELY returns an IWbemCallResult | documented         |
/// | a provider's explanation is this thread's error object after GetResultObject | from memory |
/// | a method without outputs returns no object                      | documented             |

#include "collecting_sink.hpp"
#include <crypto_checkpoint/wmi/detail/wbem_services_base.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace test_support {

namespace com = crypto_checkpoint::detail;

/// One of the three calls that are passed on.
struct WmiCall {
    std::string function;  ///< `GetObject`, `ExecMethod`, `CreateInstanceEnum`
    std::string path;
    std::string method{};
};

/// The credentials of a proxy.
struct WmiIdentityGiven {
    std::string user;
    std::string domain;
    std::string password;
    friend bool operator==(const WmiIdentityGiven&, const WmiIdentityGiven&) = default;
};

/// The behaviour of the stand-in; a test may change it between calls.
struct WmiBehaviour {
    /// Fails instead of calling, at once or with the pending call.
    std::function<std::optional<HRESULT>(const WmiCall&)> fails_at_once;
    std::function<std::optional<HRESULT>(const WmiCall&)> fails_later;
    /// The explanation of such a failure; may be empty.
    com::WmiObject explanation;
    /// Loses the response of an executed call with this error.
    std::function<std::optional<HRESULT>(const WmiCall&)> loses_answer;
    /// The call is never completed.
    std::function<bool(const WmiCall&)> hangs;
    /// How long each object of an enumeration takes.
    std::chrono::milliseconds time_of_object{0};
    /// Executes calls synchronously, without an IWbemCallResult, as Wine does.
    bool is_immediate = false;
    /// Replaces the provider's object, unless empty.
    std::function<com::WmiObject(const WmiCall&)> object;
    std::vector<WmiCall> seen;
    /// Of each secured proxy; nothing for the user of the process.
    std::vector<std::optional<WmiIdentityGiven>> identities;
};

/// The arguments of ConnectServer.
struct WmiConnectionMade {
    std::string scope;
    std::optional<std::string> user;
    std::optional<std::string> password;
};

/// WMI with one namespace. It must outlive the objects that it returns.
class WmiStandIn {
public:
    explicit WmiStandIn(std::vector<com::WmiObject> classes,
                        std::string scope = R"(root\MSCluster)");
    WmiStandIn(const WmiStandIn&) = delete;
    WmiStandIn& operator=(const WmiStandIn&) = delete;

    /// Receives the calls: GetObjectAsync, CreateInstanceEnumAsync, ExecMethodAsync.
    void set_provider(com::ComPointer<IWbemServices> provider) { provider_ = std::move(provider); }

    /// The namespace for a provider, which requires no security.
    [[nodiscard]] com::ComPointer<IWbemServices> for_provider() const;

    WmiBehaviour behaviour;
    std::vector<WmiConnectionMade> connections;

    // for the objects that it returns
    HRESULT connect(const WmiConnectionMade& connection, IWbemServices** services);
    [[nodiscard]] const com::WmiObject* class_of(const std::string& path) const;
    [[nodiscard]] IWbemServices* provider() const noexcept { return provider_.get(); }

private:
    com::ComPointer<IWbemServices> provider_;
    std::map<std::string, com::WmiObject> classes_;
    std::string scope_;
};

/// Makes a locator, for a class factory.
HRESULT make_locator(WmiStandIn& stand_in, REFIID wanted, void** found);

/// For its lifetime, replaces Windows' locator in this process.
class ReplacedLocator {
public:
    explicit ReplacedLocator(WmiStandIn& stand_in);
    ReplacedLocator(const ReplacedLocator&) = delete;
    ReplacedLocator& operator=(const ReplacedLocator&) = delete;
    ~ReplacedLocator();

private:
    DWORD registration_ = 0;
};

}  // namespace test_support

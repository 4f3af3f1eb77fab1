// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_WINDOWS_WMI_STAND_IN_HPP
#define CRYPTO_CHECKPOINT_TESTS_WINDOWS_WMI_STAND_IN_HPP

/// @file
/// What plays WMI in this process: a locator, and a namespace that hands what it is asked on to a
/// provider, as the service of WMI does.
///
/// | behaviour                                                       | known from             |
/// |-----------------------------------------------------------------|------------------------|
/// | below packet privacy and impersonation all is WBEM_E_ACCESS_DENIED, on each object for itself | documented: Requiring an encrypted connection to a namespace |
/// | another namespace: WBEM_E_INVALID_NAMESPACE                     | documented; seen of Wine's |
/// | credentials without another machine: WBEM_E_LOCAL_CREDENTIALS   | documented             |
/// | a call with WBEM_FLAG_RETURN_IMMEDIATELY hands out an IWbemCallResult | documented       |
/// | what a provider explained a failure with is this thread's error object after GetResultObject | from memory |
/// | a method without outputs hands out no object                    | documented             |

#include "collecting_sink.hpp"
#include <crypto_checkpoint/wmi/detail/wbem_services_base.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace test_support {

namespace com = crypto_checkpoint::detail;

/// One of the three calls that are handed on.
struct WmiCall {
    std::string function;  ///< `GetObject`, `ExecMethod`, `CreateInstanceEnum`
    std::string path;
    std::string method{};
};

/// Who asks, as a proxy is told it.
struct WmiIdentityGiven {
    std::string user;
    std::string domain;
    std::string password;
    friend bool operator==(const WmiIdentityGiven&, const WmiIdentityGiven&) = default;
};

/// How the stand-in behaves; a test may change it between two calls.
struct WmiBehaviour {
    /// A failure instead of the call, told at once or when the call's outcome is asked for.
    std::function<std::optional<HRESULT>(const WmiCall&)> fails_at_once;
    std::function<std::optional<HRESULT>(const WmiCall&)> fails_later;
    /// What explains such a failure, or nothing.
    com::WmiObject explanation;
    /// After the work, the way to the answer breaks with this.
    std::function<std::optional<HRESULT>(const WmiCall&)> loses_answer;
    /// The call is never completed.
    std::function<bool(const WmiCall&)> hangs;
    /// No IWbemCallResult: it is done within the call, as Wine's WMI does it.
    bool is_immediate = false;
    /// What is handed out instead of the provider's object, where it is not empty.
    std::function<com::WmiObject(const WmiCall&)> object;
    std::vector<WmiCall> seen;
    /// Of each proxy that was secured; nothing for the user of the process.
    std::vector<std::optional<WmiIdentityGiven>> identities;
};

/// What ConnectServer was given.
struct WmiConnectionMade {
    std::string scope;
    std::optional<std::string> user;
    std::optional<std::string> password;
};

/// A WMI with one namespace. It outlives what it hands out.
class WmiStandIn {
public:
    explicit WmiStandIn(std::vector<com::WmiObject> classes,
                        std::string scope = R"(root\MSCluster)");
    WmiStandIn(const WmiStandIn&) = delete;
    WmiStandIn& operator=(const WmiStandIn&) = delete;

    /// Where it hands on what it is asked: GetObjectAsync, CreateInstanceEnumAsync, ExecMethodAsync.
    void set_provider(com::ComPointer<IWbemServices> provider) { provider_ = std::move(provider); }

    /// The namespace as a provider is given it, which asks for no security.
    [[nodiscard]] com::ComPointer<IWbemServices> for_provider() const;

    WmiBehaviour behaviour;
    std::vector<WmiConnectionMade> connections;

    // for what it hands out
    HRESULT connect(const WmiConnectionMade& connection, IWbemServices** services);
    [[nodiscard]] const com::WmiObject* class_of(const std::string& path) const;
    [[nodiscard]] IWbemServices* provider() const noexcept { return provider_.get(); }

private:
    com::ComPointer<IWbemServices> provider_;
    std::map<std::string, com::WmiObject> classes_;
    std::string scope_;
};

/// Makes a locator of it, for a class factory.
HRESULT make_locator(WmiStandIn& stand_in, REFIID wanted, void** found);

/// While it lives, COM hands out such a locator in this process, in place of Windows' own.
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

#endif

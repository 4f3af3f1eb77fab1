// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_WMI_CONNECTION_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_WMI_CONNECTION_HPP

#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/detail/checked_narrow.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wmi/detail/com_ptr.hpp>
#include <crypto_checkpoint/wmi/detail/proxy_security.hpp>
#include <crypto_checkpoint/wmi/detail/variant.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_error.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

struct WmiArgument {
    std::string_view name;
    WmiValue value;
};

/// A connection to a namespace of WMI: reads objects and calls their methods. Use it in the apartment
/// that made it.
class WmiConnection {
public:
    /// @param scope  `root\MSCluster`, or `\\HOST\root\MSCluster`
    /// @par Errors   those of WMI
    static Result<WmiConnection> open(std::string_view scope, ProxySecurity security,
                                      std::chrono::milliseconds limit) {
        forget_error_info();
        ComPointer<IWbemLocator> locator;
        HRESULT result = receive(locator, [](IWbemLocator** out) {
            return ::CoCreateInstance(__uuidof(WbemLocator), nullptr, CLSCTX_INPROC_SERVER,
                                      __uuidof(IWbemLocator), reinterpret_cast<void**>(out));
        });
        if (FAILED(result))
            return std::unexpected(
                wmi_error(result, Step::connecting, "CoCreateInstance of the WMI locator"));
        ComPointer<IWbemServices> services;
        const WmiIdentity* const identity = security.identity();
        const Bstr path = bstr(scope);
        const Bstr user = identity ? bstr(std::wstring_view(identity->user)) : Bstr();
        result = receive(services, [&](IWbemServices** out) {
            return locator->ConnectServer(
                path.get(), user.get(), identity ? identity->password->reveal() : nullptr, nullptr,
                WBEM_FLAG_CONNECT_USE_MAX_WAIT, nullptr, nullptr, out);
        });
        if (FAILED(result))
            return std::unexpected(
                wmi_error(result, Step::connecting, "IWbemLocator::ConnectServer"));
        WmiConnection connection(std::move(services), std::move(security), limit);
        if (result = connection.secure(*connection.services_); FAILED(result))
            return std::unexpected(wmi_error(result, Step::connecting, "CoSetProxyBlanket"));
        return connection;
    }

    /// Over services that the caller connected to and secured.
    WmiConnection(ComPointer<IWbemServices> services, ProxySecurity security,
                  std::chrono::milliseconds limit)
        : security_(std::move(security)),
          services_(std::move(services)),
          limit_(static_cast<LONG>(std::clamp<std::chrono::milliseconds::rep>(
              limit.count(), 1, (std::numeric_limits<LONG>::max)()))) {}

    WmiConnection(WmiConnection&&) noexcept = default;
    /// Releases the old proxies before the identity that they refer to.
    WmiConnection& operator=(WmiConnection other) noexcept {
        std::swap(services_, other.services_);
        std::swap(security_, other.security_);
        std::swap(limit_, other.limit_);
        return *this;
    }

    /// A class or an instance.
    [[nodiscard]] Result<WmiObject> object(std::string_view path) const {
        const Bstr name = bstr(path);
        return run(Step::listing, true, "IWbemServices::GetObject",
                   [&](IWbemClassObject** object, IWbemCallResult** pending) {
                       return services_->GetObject(name.get(), WBEM_FLAG_RETURN_IMMEDIATELY,
                                                   nullptr, object, pending);
                   });
    }

    /// All instances of a class, within one time limit for all of them.
    /// @par Errors  limit_exceeded: more than @p max_count
    [[nodiscard]] Result<std::vector<WmiObject>> instances(std::string_view class_name,
                                                           std::size_t max_count) const {
        constexpr std::string_view function = "IWbemServices::CreateInstanceEnum";
        forget_error_info();
        ComPointer<IEnumWbemClassObject> enumeration;
        const Bstr name = bstr(class_name);
        HRESULT result = receive(enumeration, [&](IEnumWbemClassObject** out) {
            return services_->CreateInstanceEnum(
                name.get(), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, out);
        });
        if (SUCCEEDED(result) && enumeration) result = secure(*enumeration);
        using Clock = std::chrono::steady_clock;
        const Clock::time_point end = Clock::now() + std::chrono::milliseconds(limit_);
        std::vector<WmiObject> found;
        while (SUCCEEDED(result) && enumeration) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
            if (left.count() <= 0) return timeout_error(Step::enumerating, function);
            ComPointer<IWbemClassObject> one;
            ULONG count = 0;
            result = receive(one, [&](IWbemClassObject** out) {
                return enumeration->Next(checked_narrow<LONG>(left.count()), 1, out, &count);
            });
            if (result == timed_out) return timeout_error(Step::enumerating, function);
            if (FAILED(result)) break;
            if (!one) return found;
            if (found.size() == max_count)
                return std::unexpected(Error(Errc::limit_exceeded, "there are too many instances"));
            found.emplace_back(std::move(one));
        }
        return std::unexpected(
            wmi_error(FAILED(result) ? result : E_POINTER, Step::enumerating, function));
    }

    /// Calls a method of the class @p declaration on the object of a path.
    /// @return  its output parameters; an empty object if it has none
    [[nodiscard]] Result<WmiObject> invoke(std::string_view path, const WmiObject& declaration,
                                           std::string_view method,
                                           const std::vector<WmiArgument>& arguments,
                                           Step step) const {
        WmiObject input_class;
        WmiObject output_class;
        forget_error_info();
        if (const HRESULT result = declaration.method(method, input_class, output_class);
            FAILED(result))
            return std::unexpected(wmi_error(result, Step::listing, "IWbemClassObject::GetMethod"));
        WmiObject input;
        for (const WmiArgument& argument : arguments) {
            HRESULT result = input_class ? S_OK : static_cast<HRESULT>(WBEM_E_NOT_FOUND);
            if (SUCCEEDED(result) && !input) result = input_class.spawn(input);
            if (SUCCEEDED(result)) result = input.put(argument.name, argument.value);
            if (SUCCEEDED(result)) continue;
            Error error = wmi_error(result, Step::listing, "IWbemClassObject::Put");
            // WBEM_E_NOT_FOUND concerns a parameter here, not a resource.
            error.code = Errc::unsupported;
            error.detail = std::string(method) + " has no parameter " + std::string(argument.name);
            return std::unexpected(std::move(error));
        }
        const Bstr object_path = bstr(path);
        const Bstr name = bstr(method);
        return run(step, bool(output_class), "IWbemServices::ExecMethod",
                   [&](IWbemClassObject** output, IWbemCallResult** pending) {
                       return services_->ExecMethod(object_path.get(), name.get(),
                                                    WBEM_FLAG_RETURN_IMMEDIATELY, nullptr,
                                                    input.get(), output, pending);
                   });
    }

private:
    static constexpr HRESULT timed_out = WBEM_S_TIMEDOUT;

    HRESULT secure(IUnknown& proxy) const { return security_.secure(proxy); }

    static std::unexpected<Error> timeout_error(Step step, std::string_view function) {
        return std::unexpected(
            Error(is_change(step) ? Errc::outcome_unknown : Errc::timed_out,
                  std::string(function) + " did not respond within the time limit"));
    }

    /// Starts a semisynchronous call and waits for it, up to the limit. Wine executes it synchronously
    /// and returns the result itself.
    template <class Begin>
    [[nodiscard]] Result<WmiObject> run(Step step, bool has_result, std::string_view function,
                                        Begin begin) const {
        forget_error_info();
        ComPointer<IWbemCallResult> pending;
        ComPointer<IWbemClassObject> object;
        HRESULT result = receive(pending, [&](IWbemCallResult** out_pending) {
            return receive(object, [&](IWbemClassObject** out_object) {
                return begin(out_object, out_pending);
            });
        });
        if (FAILED(result)) return std::unexpected(wmi_error(result, step, function));
        if (pending) {
            // An error of the pending call, unlike its status, does not describe the operation.
            const auto unknown_result = [&](HRESULT why) {
                Error error = wmi_error(why, step, function);
                if (is_change(step)) error.code = Errc::outcome_unknown;
                return std::unexpected(std::move(error));
            };
            const auto fetch = [&] {
                return receive(object, [&](IWbemClassObject** out) {
                    return pending->GetResultObject(0, out);
                });
            };
            LONG outcome = 0;
            result = secure(*pending);
            if (SUCCEEDED(result)) result = pending->GetCallStatus(limit_, &outcome);
            if (result == timed_out) return timeout_error(step, function);
            if (FAILED(result)) return unknown_result(result);
            if (FAILED(outcome)) {
                (void)fetch();  // sets the error object of this thread
                return std::unexpected(wmi_error(outcome, step, function));
            }
            if (has_result && !object)
                if (result = fetch(); FAILED(result)) return unknown_result(result);
        }
        if (has_result && !object && !is_change(step))
            return std::unexpected(Error(Errc::malformed_message,
                                         std::string(function) + " succeeded without a result"));
        return WmiObject(std::move(object));
    }

    ProxySecurity security_;  // outlives the proxies, which refer to it
    ComPointer<IWbemServices> services_;
    LONG limit_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

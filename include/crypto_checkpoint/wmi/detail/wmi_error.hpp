// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_WMI_ERROR_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_WMI_ERROR_HPP

#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wmi/detail/com_ptr.hpp>
#include <crypto_checkpoint/wmi/detail/variant.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Drops the error object of an earlier call, before the next call to COM on this thread.
inline void forget_error_info() noexcept { (void)::SetErrorInfo(0, nullptr); }

/// The provider's explanation of the call that just failed on this thread: an __ExtendedStatus or a class
/// derived from it, such as MSCluster_ExtendedStatus, or a text.
/// @par Source  Microsoft Learn, IWbemServices::ExecMethod (GetErrorInfo); __ExtendedStatus;
///              MSCluster_ExtendedStatus
inline std::optional<ExtendedStatus> extended_status_of_this_thread() {
    ComPointer<IErrorInfo> info;
    if (receive(info, [](IErrorInfo** out) { return ::GetErrorInfo(0, out); }) != S_OK || !info)
        return std::nullopt;
    ExtendedStatus status;
    if (auto object = query<IWbemClassObject>(*info)) {
        const WmiObject properties(std::move(object));
        const auto number = [&](std::string_view name) -> std::optional<std::uint32_t> {
            const auto found = properties.value(name);
            const auto* const value = found ? std::get_if<std::int32_t>(&*found) : nullptr;
            if (value == nullptr) return std::nullopt;
            return static_cast<std::uint32_t>(*value);
        };
        status.class_name = properties.value_or_empty<std::string>("__CLASS");
        status.description = properties.value_or_empty<std::string>("Description");
        status.operation = properties.value_or_empty<std::string>("Operation");
        status.parameter_info = properties.value_or_empty<std::string>("ParameterInfo");
        status.provider_name = properties.value_or_empty<std::string>("ProviderName");
        status.status_code = number("StatusCode");
        status.error_type = number("ErrorType");
        return status;
    }
    BSTR text = nullptr;
    if (FAILED(info->GetDescription(&text)) || text == nullptr) return std::nullopt;
    status.description = text_of(Bstr(text).get());
    return status;
}

/// The error of a call to WMI that returned @p result.
/// @pre  it is what the last call to COM on this thread returned
inline Error wmi_error(HRESULT result, Step step, std::string_view function) {
    const std::optional<ExtendedStatus> status = extended_status_of_this_thread();
    std::vector<NativeCode> codes;
    if (status)
        if (const auto code = native_code_of(*status)) codes.push_back(*code);
    codes.push_back(native_code_of(static_cast<std::uint32_t>(result)));
    Error error = most_specific_error(codes);
    if (status) error.detail = without_meaning(status->description, error.code);
    const bool is_proof = is_conclusive(*error.native);
    error = refined(std::move(error), step, is_proof);
    if (step == Step::connecting && result == CO_E_NOTINITIALIZED) {
        error.code = Errc::invalid_value;
        error.detail = "COM is not initialised on this thread: make a ComInitialization first";
    } else if (step == Step::connecting && result == REGDB_E_CLASSNOTREG) {
        error.code = Errc::unsupported;
        error.detail = "there is no WMI on this machine";
    }
    if (error.detail.empty()) error.detail = function;
    return error;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

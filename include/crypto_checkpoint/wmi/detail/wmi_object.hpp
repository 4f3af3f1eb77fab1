// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_WMI_OBJECT_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_WMI_OBJECT_HPP

#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/wmi/detail/com_ptr.hpp>
#include <crypto_checkpoint/wmi/detail/variant.hpp>

#include <wbemcli.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A class, an instance, or the parameters of a method. Names are UTF-8.
class WmiObject {
public:
    WmiObject() noexcept = default;
    explicit WmiObject(ComPointer<IWbemClassObject> object) noexcept : object_(std::move(object)) {}

    [[nodiscard]] IWbemClassObject* get() const noexcept { return object_.get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return object_ != nullptr; }

    /// A property; nothing if it does not exist or its type is not one of WmiValue.
    [[nodiscard]] std::optional<WmiValue> value(std::string_view name) const {
        Variant variant;
        if (FAILED(object_->Get(to_wide(name).c_str(), 0, variant.receive(), nullptr, nullptr)))
            return std::nullopt;
        return read_variant(*variant.get());
    }

    /// A property of type T; empty if it is null or of another type.
    template <class T>
    [[nodiscard]] T value_or_empty(std::string_view name) const {
        auto found = value(name);
        T* const typed = found ? std::get_if<T>(&*found) : nullptr;
        return typed ? std::move(*typed) : T();
    }

    [[nodiscard]] HRESULT put(std::string_view name, const WmiValue& value) const {
        Variant variant(value);
        return object_->Put(to_wide(name).c_str(), 0, variant.get(), 0);
    }

    /// Makes an instance of this class, without values.
    HRESULT spawn(WmiObject& instance) const {
        return receive(instance.object_,
                       [&](IWbemClassObject** out) { return object_->SpawnInstance(0, out); });
    }

    /// The classes of the input and output parameters of a method of this class; empty if it has none.
    HRESULT method(std::string_view name, WmiObject& input, WmiObject& output) const {
        return receive(input.object_, [&](IWbemClassObject** in) {
            return receive(output.object_, [&](IWbemClassObject** out) {
                return object_->GetMethod(to_wide(name).c_str(), 0, in, out);
            });
        });
    }

private:
    ComPointer<IWbemClassObject> object_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

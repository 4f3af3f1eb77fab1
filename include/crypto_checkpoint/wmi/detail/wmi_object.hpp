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

/// A class, an instance, or the parameters of a method, as WMI hands them around. Names are UTF-8.
class WmiObject {
public:
    WmiObject() noexcept = default;
    explicit WmiObject(ComPointer<IWbemClassObject> object) noexcept : object_(std::move(object)) {}

    [[nodiscard]] IWbemClassObject* get() const noexcept { return object_.get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return object_ != nullptr; }

    /// A property. Nothing where there is none of that name, or where its value is of a type that is not
    /// met here.
    [[nodiscard]] std::optional<WmiValue> value(std::string_view name) const {
        Variant variant;
        if (FAILED(object_->Get(to_wide(name).c_str(), 0, variant.receive(), nullptr, nullptr)))
            return std::nullopt;
        return read_variant(*variant.get());
    }

    /// A property of a certain type; an empty one where it is null or of another.
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

    /// Of a class: a new instance without values.
    HRESULT spawn(WmiObject& instance) const {
        return receive(instance.object_,
                       [&](IWbemClassObject** out) { return object_->SpawnInstance(0, out); });
    }

    /// Of a class: what a method takes and gives, as classes; either is empty where it has none.
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

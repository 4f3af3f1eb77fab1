// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_VARIANT_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_VARIANT_HPP

#include <crypto_checkpoint/detail/checked_narrow.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/detail/windows.hpp>

#include <oleauto.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

struct BstrFreer {
    using pointer = BSTR;
    void operator()(BSTR text) const noexcept { ::SysFreeString(text); }
};
using Bstr = std::unique_ptr<BSTR, BstrFreer>;

inline Bstr bstr(std::wstring_view wide) {
    Bstr made(::SysAllocStringLen(wide.data(), checked_narrow<UINT>(wide.size())));
    if (!made) throw std::bad_alloc();
    return made;
}

/// @param text  UTF-8
inline Bstr bstr(std::string_view text) { return bstr(std::wstring_view(to_wide(text))); }

/// UTF-8. A null pointer is an empty text.
inline std::string text_of(BSTR text) {
    return text == nullptr ? std::string() : to_utf8({text, ::SysStringLen(text)});
}

/// Whether UTF-16 has no lone surrogates. text_of() replaces them, which makes another text.
inline bool is_well_formed(BSTR text) noexcept {
    if (text == nullptr) return true;
    const wchar_t* const end = text + ::SysStringLen(text);
    for (const wchar_t* at = text; at != end;) {
        const MeasuredCharacter character = measure_character(at, end);
        if (!character.well_formed) return false;
        at += character.length;
    }
    return true;
}

/// A property or a parameter of WMI, of the types used here. All CIM integers of up to 32 bits are one
/// type: a VARIANT holds them as VT_I4 whether signed or not, the small ones as VT_I2 and VT_UI1.
/// @par Source  Microsoft Learn, CIM data types and automation types (of Numbers)
using WmiValue = std::variant<std::monostate, bool, std::int32_t, std::string,
                              std::vector<std::string>, std::vector<std::uint8_t>>;

struct SafeArrayDestroyer {
    void operator()(SAFEARRAY* array) const noexcept { (void)::SafeArrayDestroy(array); }
};
using SafeArray = std::unique_ptr<SAFEARRAY, SafeArrayDestroyer>;

/// The elements of an array while it is locked.
template <class Element>
class LockedElements {
public:
    /// @pre  one dimension of elements of that size
    explicit LockedElements(SAFEARRAY& array) : array_(array) {
        void* data = nullptr;
        if (FAILED(::SafeArrayAccessData(&array_, &data))) throw std::bad_alloc();
        elements_ = {static_cast<Element*>(data), array_.rgsabound[0].cElements};
    }
    LockedElements(const LockedElements&) = delete;
    LockedElements& operator=(const LockedElements&) = delete;
    ~LockedElements() { (void)::SafeArrayUnaccessData(&array_); }

    [[nodiscard]] std::span<Element> get() const noexcept { return elements_; }

private:
    SAFEARRAY& array_;
    std::span<Element> elements_;
};

inline SafeArray new_safe_array(VARTYPE type, std::size_t size) {
    SafeArray array(::SafeArrayCreateVector(type, 0, checked_narrow<ULONG>(size)));
    if (!array) throw std::bad_alloc();
    return array;
}

class Variant {
public:
    Variant() noexcept { ::VariantInit(&variant_); }
    explicit Variant(const WmiValue& value) : Variant() {
        std::visit([this](const auto& one) { hold(one); }, value);
    }
    Variant(const Variant&) = delete;
    Variant& operator=(const Variant&) = delete;
    ~Variant() { (void)::VariantClear(&variant_); }

    [[nodiscard]] VARIANT* get() noexcept { return &variant_; }

    /// An output parameter; clears the previous value.
    [[nodiscard]] VARIANT* receive() noexcept {
        (void)::VariantClear(&variant_);
        return &variant_;
    }

private:
    void hold(std::monostate) noexcept { variant_.vt = VT_NULL; }
    void hold(bool value) noexcept {
        variant_.vt = VT_BOOL;
        variant_.boolVal = value ? VARIANT_TRUE : VARIANT_FALSE;
    }
    void hold(std::int32_t value) noexcept {
        variant_.vt = VT_I4;
        variant_.lVal = value;
    }
    void hold(const std::string& value) {
        variant_.bstrVal = bstr(value).release();
        variant_.vt = VT_BSTR;
    }
    void hold(const std::vector<std::string>& values) {
        SafeArray array = new_safe_array(VT_BSTR, values.size());
        {
            const LockedElements<BSTR> elements(*array);
            for (std::size_t i = 0; i != values.size(); ++i)
                elements.get()[i] = bstr(values[i]).release();
        }
        hold(std::move(array), VT_BSTR);
    }
    void hold(const std::vector<std::uint8_t>& values) {
        SafeArray array = new_safe_array(VT_UI1, values.size());
        {
            const LockedElements<std::uint8_t> elements(*array);
            std::ranges::copy(values, elements.get().begin());
        }
        hold(std::move(array), VT_UI1);
    }
    void hold(SafeArray array, VARTYPE type) noexcept {
        variant_.parray = array.release();
        variant_.vt = static_cast<VARTYPE>(VT_ARRAY | type);
    }

    VARIANT variant_;
};

/// @return  nothing if the type differs from that of the VARIANT, or there are several dimensions: the
///          array is untrusted
inline std::optional<WmiValue> read_safe_array(SAFEARRAY* array, VARTYPE type) {
    if (array == nullptr) return WmiValue();
    VARTYPE held = VT_EMPTY;
    if (::SafeArrayGetDim(array) != 1 || FAILED(::SafeArrayGetVartype(array, &held)) ||
        held != type)
        return std::nullopt;
    if (type == VT_BSTR) {
        std::vector<std::string> texts;
        const LockedElements<BSTR> elements(*array);
        for (BSTR one : elements.get()) texts.push_back(text_of(one));
        return texts;
    }
    if (type == VT_UI1) {
        const LockedElements<std::uint8_t> elements(*array);
        return std::vector<std::uint8_t>(elements.get().begin(), elements.get().end());
    }
    return std::nullopt;
}

/// @return  nothing if the type is not one of WmiValue
inline std::optional<WmiValue> read_variant(const VARIANT& variant) {
    switch (variant.vt) {
        case VT_EMPTY:
        case VT_NULL: return WmiValue();
        case VT_BOOL: return variant.boolVal != VARIANT_FALSE;
        case VT_UI1: return std::int32_t{variant.bVal};
        case VT_I2: return std::int32_t{variant.iVal};
        case VT_I4: return std::int32_t{variant.lVal};
        case VT_BSTR: return text_of(variant.bstrVal);
        case VT_ARRAY | VT_BSTR: return read_safe_array(variant.parray, VT_BSTR);
        case VT_ARRAY | VT_UI1: return read_safe_array(variant.parray, VT_UI1);
        default: return std::nullopt;
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif

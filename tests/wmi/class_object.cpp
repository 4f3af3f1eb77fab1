// SPDX-License-Identifier: BSL-1.0
#include "class_object.hpp"

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object_path.hpp>

#include <algorithm>
#include <utility>

namespace test_support {

namespace {

using namespace crypto_checkpoint::detail;

constexpr auto not_found = static_cast<HRESULT>(WBEM_E_NOT_FOUND);
constexpr auto not_supported = static_cast<HRESULT>(WBEM_E_NOT_SUPPORTED);
constexpr auto invalid_parameter = static_cast<HRESULT>(WBEM_E_INVALID_PARAMETER);

/// The type of the VARIANT of a CIM type.
VARTYPE automation_type(CIMTYPE type) {
    const auto array = static_cast<VARTYPE>((type & CIM_FLAG_ARRAY) ? VT_ARRAY : VT_EMPTY);
    switch (type & ~CIM_FLAG_ARRAY) {
        case CIM_UINT8: return array | VT_UI1;
        case CIM_BOOLEAN: return array | VT_BOOL;
        case CIM_STRING: return array | VT_BSTR;
        default: return array | VT_I4;
    }
}

WmiObject parameters_of(const std::vector<PropertyDefinition>& parameters) {
    if (parameters.empty()) return {};
    return new_class({.name = "__PARAMETERS", .properties = parameters});
}

/// Stores a value in an optional output parameter.
void hand_out_value(const WmiValue& value, VARIANT* out) {
    if (out == nullptr) return;
    Variant made(value);
    *out = std::exchange(*made.get(), VARIANT());
}

}  // namespace

ClassObject::ClassObject(Definition definition, Kind kind)
    : definition_(std::move(definition)), kind_(kind), values_(definition_->properties.size()) {}

std::size_t ClassObject::position_of(LPCWSTR name) const {
    const std::string wanted = to_utf8(name);
    const auto found = std::ranges::find_if(definition_->properties, [&](const auto& one) {
        return equals_ignoring_ascii_case(one.name, wanted);
    });
    return static_cast<std::size_t>(found - definition_->properties.begin());
}

WmiValue ClassObject::relative_path() const {
    if (kind_ == Kind::class_itself) return definition_->name;
    for (std::size_t at = 0; at != values_.size(); ++at)
        if (const auto* const key = std::get_if<std::string>(&values_[at]);
            key != nullptr && definition_->properties[at].is_key)
            return wmi_object_path(definition_->name, definition_->properties[at].name, *key);
    return {};
}

HRESULT ClassObject::Get(LPCWSTR name, LONG, VARIANT* value, CIMTYPE* type, LONG* flavor) noexcept {
    return without_exceptions([&] {
        if (name == nullptr) return invalid_parameter;
        const auto found = [&](const WmiValue& what, CIMTYPE its_type, LONG its_flavor) {
            hand_out_value(what, value);
            if (type != nullptr) *type = its_type;
            if (flavor != nullptr) *flavor = its_flavor;
            return static_cast<HRESULT>(WBEM_S_NO_ERROR);
        };
        const std::string wanted = to_utf8(name);
        if (equals_ignoring_ascii_case(wanted, "__CLASS"))
            return found(definition_->name, CIM_STRING, WBEM_FLAVOR_ORIGIN_SYSTEM);
        if (equals_ignoring_ascii_case(wanted, "__RELPATH"))
            return found(relative_path(), CIM_STRING, WBEM_FLAVOR_ORIGIN_SYSTEM);
        if (equals_ignoring_ascii_case(wanted, "__GENUS"))
            return found(kind_ == Kind::instance ? WBEM_GENUS_INSTANCE : WBEM_GENUS_CLASS,
                         CIM_SINT32, WBEM_FLAVOR_ORIGIN_SYSTEM);
        const std::size_t at = position_of(name);
        if (at == values_.size()) return not_found;
        return found(values_[at], definition_->properties[at].type, WBEM_FLAVOR_ORIGIN_LOCAL);
    });
}

HRESULT ClassObject::Put(LPCWSTR name, LONG, VARIANT* value, CIMTYPE type) noexcept {
    return without_exceptions([&] {
        if (name == nullptr) return invalid_parameter;
        if (name[0] == L'_' && name[1] == L'_') return static_cast<HRESULT>(WBEM_E_READ_ONLY);
        const std::size_t at = position_of(name);
        if (at == values_.size()) return not_found;
        const CIMTYPE wanted = definition_->properties[at].type;
        const bool is_null = value == nullptr || value->vt == VT_NULL;
        if ((type != CIM_EMPTY && type != wanted) ||
            (!is_null && value->vt != automation_type(wanted)))
            return static_cast<HRESULT>(WBEM_E_TYPE_MISMATCH);
        auto read = is_null ? WmiValue() : read_variant(*value);
        if (!read) return static_cast<HRESULT>(WBEM_E_TYPE_MISMATCH);
        values_[at] = std::move(*read);
        return static_cast<HRESULT>(WBEM_S_NO_ERROR);
    });
}

HRESULT ClassObject::GetNames(LPCWSTR qualifier, LONG flags, VARIANT*, SAFEARRAY** names) noexcept {
    return without_exceptions([&] {
        if (names == nullptr) return invalid_parameter;
        if (qualifier != nullptr) return not_supported;
        const LONG origin = flags & WBEM_MASK_CONDITION_ORIGIN;
        std::vector<std::string> found;
        if (origin != WBEM_FLAG_NONSYSTEM_ONLY) found = {"__GENUS", "__CLASS", "__RELPATH"};
        if (origin != WBEM_FLAG_SYSTEM_ONLY)
            for (const auto& property : definition_->properties) found.push_back(property.name);
        Variant made{WmiValue(std::move(found))};
        *names = std::exchange(*made.get(), VARIANT()).parray;
        return static_cast<HRESULT>(WBEM_S_NO_ERROR);
    });
}

HRESULT ClassObject::BeginEnumeration(LONG) noexcept {
    next_ = 0;
    return WBEM_S_NO_ERROR;
}

HRESULT ClassObject::Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type,
                          LONG* flavor) noexcept {
    return without_exceptions([&]() -> HRESULT {
        if (next_ == values_.size()) return WBEM_S_NO_MORE_DATA;
        Bstr its_name = bstr(definition_->properties[next_].name);
        const HRESULT got = Get(its_name.get(), flags, value, type, flavor);
        if (SUCCEEDED(got)) ++next_;
        if (SUCCEEDED(got) && name != nullptr) *name = its_name.release();
        return got;
    });
}

HRESULT ClassObject::EndEnumeration() noexcept { return WBEM_S_NO_ERROR; }

HRESULT ClassObject::Clone(IWbemClassObject** copy) noexcept {
    return without_exceptions([&] {
        if (copy == nullptr) return invalid_parameter;
        auto made = new_com_object<ClassObject>(definition_, kind_);
        made->values_ = values_;
        *copy = made.release();
        return static_cast<HRESULT>(WBEM_S_NO_ERROR);
    });
}

HRESULT ClassObject::SpawnInstance(LONG, IWbemClassObject** instance) noexcept {
    return without_exceptions([&] {
        if (instance == nullptr) return invalid_parameter;
        if (kind_ == Kind::instance) return static_cast<HRESULT>(WBEM_E_INVALID_OPERATION);
        *instance = new_com_object<ClassObject>(definition_, Kind::instance).release();
        return static_cast<HRESULT>(WBEM_S_NO_ERROR);
    });
}

HRESULT ClassObject::InheritsFrom(LPCWSTR ancestor) noexcept {
    return without_exceptions([&] {
        if (ancestor == nullptr) return invalid_parameter;
        const std::string wanted = to_utf8(ancestor);
        const bool does = equals_ignoring_ascii_case(wanted, definition_->name) ||
                          equals_ignoring_ascii_case(wanted, definition_->base);
        return static_cast<HRESULT>(does ? WBEM_S_NO_ERROR : WBEM_S_FALSE);
    });
}

HRESULT ClassObject::GetMethod(LPCWSTR name, LONG, IWbemClassObject** input,
                               IWbemClassObject** output) noexcept {
    return without_exceptions([&] {
        if (name == nullptr) return invalid_parameter;
        if (input != nullptr) *input = nullptr;
        if (output != nullptr) *output = nullptr;
        if (kind_ == Kind::instance) return static_cast<HRESULT>(WBEM_E_ILLEGAL_OPERATION);
        const std::string wanted = to_utf8(name);
        for (const MethodDefinition& method : definition_->methods) {
            if (!equals_ignoring_ascii_case(method.name, wanted)) continue;
            const WmiObject takes = parameters_of(method.input);
            const WmiObject gives = parameters_of(method.output);
            hand_out(takes, input);
            hand_out(gives, output);
            return static_cast<HRESULT>(WBEM_S_NO_ERROR);
        }
        return not_found;
    });
}

HRESULT ClassObject::GetQualifierSet(IWbemQualifierSet**) noexcept { return not_supported; }
HRESULT ClassObject::Delete(LPCWSTR) noexcept { return not_supported; }
HRESULT ClassObject::GetPropertyQualifierSet(LPCWSTR, IWbemQualifierSet**) noexcept {
    return not_supported;
}
HRESULT ClassObject::GetObjectText(LONG, BSTR*) noexcept { return not_supported; }
HRESULT ClassObject::SpawnDerivedClass(LONG, IWbemClassObject**) noexcept { return not_supported; }
HRESULT ClassObject::CompareTo(LONG, IWbemClassObject*) noexcept { return not_supported; }
HRESULT ClassObject::GetPropertyOrigin(LPCWSTR, BSTR*) noexcept { return not_supported; }
HRESULT ClassObject::PutMethod(LPCWSTR, LONG, IWbemClassObject*, IWbemClassObject*) noexcept {
    return not_supported;
}
HRESULT ClassObject::DeleteMethod(LPCWSTR) noexcept { return not_supported; }
HRESULT ClassObject::BeginMethodEnumeration(LONG) noexcept { return not_supported; }
HRESULT ClassObject::NextMethod(LONG, BSTR*, IWbemClassObject**, IWbemClassObject**) noexcept {
    return not_supported;
}
HRESULT ClassObject::EndMethodEnumeration() noexcept { return not_supported; }
HRESULT ClassObject::GetMethodQualifierSet(LPCWSTR, IWbemQualifierSet**) noexcept {
    return not_supported;
}
HRESULT ClassObject::GetMethodOrigin(LPCWSTR, BSTR*) noexcept { return not_supported; }

HRESULT ClassObject::GetGUID(GUID* guid) noexcept {
    if (guid == nullptr) return E_POINTER;
    *guid = GUID{};
    return S_OK;
}
HRESULT ClassObject::GetSource(BSTR* source) noexcept {
    if (source == nullptr) return E_POINTER;
    *source = nullptr;
    return S_OK;
}
HRESULT ClassObject::GetDescription(BSTR* description) noexcept {
    if (description == nullptr) return E_POINTER;
    *description = nullptr;
    return without_exceptions([&] {
        Variant value;
        if (SUCCEEDED(Get(L"Description", 0, value.receive(), nullptr, nullptr)) &&
            value.get()->vt == VT_BSTR)
            *description = std::exchange(*value.get(), VARIANT()).bstrVal;
        return S_OK;
    });
}
HRESULT ClassObject::GetHelpFile(BSTR* file) noexcept { return GetSource(file); }
HRESULT ClassObject::GetHelpContext(DWORD* context) noexcept {
    if (context == nullptr) return E_POINTER;
    *context = 0;
    return S_OK;
}

WmiObject new_class(ClassDefinition definition) {
    return WmiObject(
        new_com_object<ClassObject>(std::make_shared<const ClassDefinition>(std::move(definition)),
                                    ClassObject::Kind::class_itself));
}

}  // namespace test_support

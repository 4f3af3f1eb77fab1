// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Classes of WMI and their instances without WMI: Windows makes them from its repository only, and Wine
/// only those of its own classes.
///
/// | behaviour                                                         | known from            |
/// |-------------------------------------------------------------------|-----------------------|
/// | names ignore case; __CLASS, __GENUS, __RELPATH                    | documented            |
/// | a number of 32 bits is VT_I4, signed or not; without a value, VT_NULL | documented        |
/// | Get and Put of an unknown property: WBEM_E_NOT_FOUND              | documented            |
/// | Put of another type: WBEM_E_TYPE_MISMATCH                         | documented; that nothing is converted is chosen, WMI converts some |
/// | Put of a system property: WBEM_E_READ_ONLY                        | chosen                |
/// | GetMethod of an instance: WBEM_E_ILLEGAL_OPERATION                | documented            |
/// | SpawnInstance of an instance: WBEM_E_INVALID_OPERATION            | chosen                |
/// | a method without parameters of one kind has no object for them    | documented            |
/// | an object passed to SetErrorInfo is also an IErrorInfo            | from memory           |
/// | a class is immutable; qualifiers, text and comparison are not implemented | chosen        |
/// "Documented" is from memory of Microsoft Learn, IWbemClassObject; signatures and constants are those
/// of wbemcli.h of mingw-w64 10.0.0.

#include <crypto_checkpoint/wmi/detail/com_object.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object.hpp>

#include <memory>
#include <string>
#include <vector>

namespace test_support {

struct PropertyDefinition {
    std::string name;
    CIMTYPE type = CIM_STRING;  ///< or another of those that are a WmiValue, CIM_FLAG_ARRAY with it
    bool is_key = false;
};

struct MethodDefinition {
    std::string name;
    std::vector<PropertyDefinition> input{};
    std::vector<PropertyDefinition> output{};
};

struct ClassDefinition {
    std::string name;
    std::string base{};
    std::vector<PropertyDefinition> properties{};
    std::vector<MethodDefinition> methods{};
};

/// A class or an instance of one.
/// @par Thread safety  as WMI's objects: may be read concurrently
class ClassObject : public crypto_checkpoint::detail::ComObject<IWbemClassObject, IErrorInfo> {
public:
    using Definition = std::shared_ptr<const ClassDefinition>;
    enum class Kind { class_itself, instance };

    ClassObject(Definition definition, Kind kind);

    HRESULT STDMETHODCALLTYPE Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type,
                                  LONG* flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE Put(LPCWSTR name, LONG flags, VARIANT* value,
                                  CIMTYPE type) noexcept override;
    HRESULT STDMETHODCALLTYPE GetNames(LPCWSTR qualifier, LONG flags, VARIANT* qualifier_value,
                                       SAFEARRAY** names) noexcept override;
    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type,
                                   LONG* flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override;
    HRESULT STDMETHODCALLTYPE Clone(IWbemClassObject** copy) noexcept override;
    HRESULT STDMETHODCALLTYPE SpawnInstance(LONG flags,
                                            IWbemClassObject** instance) noexcept override;
    HRESULT STDMETHODCALLTYPE InheritsFrom(LPCWSTR ancestor) noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethod(LPCWSTR name, LONG flags, IWbemClassObject** input,
                                        IWbemClassObject** output) noexcept override;

    // Not implemented: methods unrelated to values.
    HRESULT STDMETHODCALLTYPE GetQualifierSet(IWbemQualifierSet**) noexcept override;
    HRESULT STDMETHODCALLTYPE Delete(LPCWSTR) noexcept override;
    HRESULT STDMETHODCALLTYPE GetPropertyQualifierSet(LPCWSTR,
                                                      IWbemQualifierSet**) noexcept override;
    HRESULT STDMETHODCALLTYPE GetObjectText(LONG, BSTR*) noexcept override;
    HRESULT STDMETHODCALLTYPE SpawnDerivedClass(LONG, IWbemClassObject**) noexcept override;
    HRESULT STDMETHODCALLTYPE CompareTo(LONG, IWbemClassObject*) noexcept override;
    HRESULT STDMETHODCALLTYPE GetPropertyOrigin(LPCWSTR, BSTR*) noexcept override;
    HRESULT STDMETHODCALLTYPE PutMethod(LPCWSTR, LONG, IWbemClassObject*,
                                        IWbemClassObject*) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteMethod(LPCWSTR) noexcept override;
    HRESULT STDMETHODCALLTYPE BeginMethodEnumeration(LONG) noexcept override;
    HRESULT STDMETHODCALLTYPE NextMethod(LONG, BSTR*, IWbemClassObject**,
                                         IWbemClassObject**) noexcept override;
    HRESULT STDMETHODCALLTYPE EndMethodEnumeration() noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethodQualifierSet(LPCWSTR, IWbemQualifierSet**) noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethodOrigin(LPCWSTR, BSTR*) noexcept override;

    // IErrorInfo: the description is the property of that name.
    HRESULT STDMETHODCALLTYPE GetGUID(GUID*) noexcept override;
    HRESULT STDMETHODCALLTYPE GetSource(BSTR*) noexcept override;
    HRESULT STDMETHODCALLTYPE GetDescription(BSTR*) noexcept override;
    HRESULT STDMETHODCALLTYPE GetHelpFile(BSTR*) noexcept override;
    HRESULT STDMETHODCALLTYPE GetHelpContext(DWORD*) noexcept override;

private:
    using Values = std::vector<crypto_checkpoint::detail::WmiValue>;

    [[nodiscard]] std::size_t position_of(LPCWSTR name) const;  ///< the end if absent
    [[nodiscard]] crypto_checkpoint::detail::WmiValue relative_path() const;

    const Definition definition_;
    const Kind kind_;
    Values values_;
    std::size_t next_ = 0;
};

/// Makes a class.
crypto_checkpoint::detail::WmiObject new_class(ClassDefinition definition);

/// A new reference to an object, for whoever asks for one.
inline void hand_out(const crypto_checkpoint::detail::WmiObject& object, IWbemClassObject** out) {
    if (out != nullptr) *out = crypto_checkpoint::detail::referenced(object.get()).release();
}

}  // namespace test_support

// SPDX-License-Identifier: BSL-1.0
// The DLL in the registry: HKEY_LOCAL_MACHINE\Software\Classes\CLSID\{...}, and nothing else.
#include "provider_class.hpp"

#include <objbase.h>

#include <string>

namespace {

struct Value {
    std::wstring key;
    const wchar_t* name;  ///< null for the default value
    std::wstring text;
};

std::wstring class_key() {
    wchar_t text[39] = {};  // what a GUID takes, with its braces and the terminator
    (void)::StringFromGUID2(provider_class, text, 39);
    return std::wstring(L"Software\\Classes\\CLSID\\") + text;
}

std::wstring server_key() { return class_key() + L"\\InprocServer32"; }

/// Empty on failure.
std::wstring path_of_this_dll() {
    HMODULE dll = nullptr;
    if (!::GetModuleHandleExW(
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
            reinterpret_cast<const wchar_t*>(&provider_class), &dll))
        return {};
    std::wstring path(MAX_PATH, L'\0');
    for (;;) {
        const DWORD length =
            ::GetModuleFileNameW(dll, path.data(), static_cast<DWORD>(path.size()));
        if (length < path.size()) return path.substr(0, length);
        path.resize(2 * path.size());
    }
}

HRESULT write(const Value& value) {
    const auto bytes = static_cast<DWORD>((value.text.size() + 1) * sizeof(wchar_t));
    return HRESULT_FROM_WIN32(::RegSetKeyValueW(HKEY_LOCAL_MACHINE, value.key.c_str(), value.name,
                                                REG_SZ, value.text.c_str(), bytes));
}

/// Keeps a key with other subkeys. An absent key counts as deleted.
HRESULT remove_key(const std::wstring& key) {
    const LSTATUS result = ::RegDeleteKeyW(HKEY_LOCAL_MACHINE, key.c_str());
    return result == ERROR_FILE_NOT_FOUND ? S_OK : HRESULT_FROM_WIN32(result);
}

}  // namespace

STDAPI DllUnregisterServer() {
    try {
        const HRESULT server = remove_key(server_key());
        const HRESULT itself = remove_key(class_key());
        return FAILED(server) ? server : itself;
    } catch (...) {
        return E_OUTOFMEMORY;
    }
}

STDAPI DllRegisterServer() {
    try {
        const std::wstring dll = path_of_this_dll();
        if (dll.empty()) return E_UNEXPECTED;
        // "Both": WMI calls from the multithreaded apartment, and the provider needs no proxy there.
        for (const Value& value :
             {Value{class_key(), nullptr, L"crypto_checkpoint: a sandbox as a WMI provider"},
              Value{server_key(), nullptr, dll}, Value{server_key(), L"ThreadingModel", L"Both"}})
            if (const HRESULT written = write(value); FAILED(written)) {
                (void)DllUnregisterServer();
                return written;
            }
        return S_OK;
    } catch (...) {
        return E_OUTOFMEMORY;
    }
}

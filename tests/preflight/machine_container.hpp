// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/windows.hpp>

#include <wincrypt.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

namespace test_support {

/// A real container, at machine level by default, deleted at the end. Nothing stays open: Wine's rsaenh
/// stores keys when their context is released.
class MachineContainer {
public:
    static constexpr const char* strong = "Microsoft Strong Cryptographic Provider";

    explicit MachineContainer(const std::string& name, const std::string& provider = strong,
                              DWORD type = PROV_RSA_FULL, DWORD level = CRYPT_MACHINE_KEYSET)
        : name_(crypto_checkpoint::detail::to_wide(name)),
          provider_(crypto_checkpoint::detail::to_wide(provider)),
          type_(type),
          level_(level) {
        remove();  // left behind by an aborted run
        (void)open(CRYPT_NEWKEYSET);
    }
    ~MachineContainer() { remove(); }
    MachineContainer(const MachineContainer&) = delete;
    MachineContainer& operator=(const MachineContainer&) = delete;

    /// @param flags  CRYPT_EXPORTABLE or 0
    MachineContainer& with_key(DWORD key_spec, DWORD flags) {
        const Context context = open(0);
        HCRYPTKEY key = 0;
        if (!CryptGenKey(context.get(), key_spec, flags, &key)) fail("CryptGenKey");
        (void)CryptDestroyKey(key);
        return *this;
    }

    /// The public key, to compare.
    [[nodiscard]] std::vector<BYTE> public_key(DWORD key_spec) const {
        const Context context = open(0);
        HCRYPTKEY key = 0;
        if (!CryptGetUserKey(context.get(), key_spec, &key)) fail("CryptGetUserKey");
        DWORD size = 0;
        std::vector<BYTE> blob;
        if (CryptExportKey(key, 0, PUBLICKEYBLOB, 0, nullptr, &size)) {
            blob.resize(size);
            (void)CryptExportKey(key, 0, PUBLICKEYBLOB, 0, blob.data(), &size);
        }
        (void)CryptDestroyKey(key);
        return blob;
    }

    /// The names of all containers of the default provider, as it spells them, in order.
    static std::vector<std::string> names(DWORD level = CRYPT_MACHINE_KEYSET,
                                          DWORD type = PROV_RSA_FULL) {
        const Context context(nullptr, nullptr, type, level | CRYPT_VERIFYCONTEXT);
        std::vector<std::string> found;
        char name[MAX_PATH + 1] = {};
        DWORD size = sizeof(name);
        // Wine's rsaenh needs the level again.
        for (DWORD flags = CRYPT_FIRST;
             CryptGetProvParam(context.get(), PP_ENUMCONTAINERS, reinterpret_cast<BYTE*>(name),
                               &size, flags | level);
             flags = CRYPT_NEXT, size = sizeof(name))
            found.emplace_back(name);
        std::ranges::sort(found);
        return found;
    }

private:
    class Context {
    public:
        Context(const wchar_t* container, const wchar_t* provider, DWORD type, DWORD flags) {
            if (!CryptAcquireContextW(&handle_, container, provider, type, flags | CRYPT_SILENT))
                fail("CryptAcquireContextW");
        }
        ~Context() { (void)CryptReleaseContext(handle_, 0); }
        Context(const Context&) = delete;
        Context& operator=(const Context&) = delete;
        [[nodiscard]] HCRYPTPROV get() const { return handle_; }

    private:
        HCRYPTPROV handle_ = 0;
    };

    [[nodiscard]] Context open(DWORD flags) const {
        return Context(name_.c_str(), provider_.c_str(), type_, level_ | flags);
    }
    [[noreturn]] static void fail(const char* what) {
        const auto error = static_cast<int>(GetLastError());
        throw std::system_error(error, std::system_category(), what);
    }
    void remove() const {
        HCRYPTPROV nothing = 0;
        (void)CryptAcquireContextW(&nothing, name_.c_str(), provider_.c_str(), type_,
                                   level_ | CRYPT_DELETEKEYSET | CRYPT_SILENT);
    }

    std::wstring name_;
    std::wstring provider_;
    DWORD type_;
    DWORD level_;
};

}  // namespace test_support

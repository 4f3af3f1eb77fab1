// SPDX-License-Identifier: BSL-1.0
// The example's DLL from registration to unloading, as used by COM and a WMI host.
#include "../../examples/wmi_provider/provider_class.hpp"
#include "provider_host.hpp"
#include "support/small_cluster.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/wmi/com_initialization.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::detail;
using test_support::ProviderHost;

namespace {

using Texts = std::vector<std::string>;

constexpr wchar_t dll_name[] = L"crypto_checkpoint_wmi_provider.dll";
constexpr wchar_t classes[] = L"Software\\Classes\\CLSID";
const std::wstring own_key = std::wstring(classes) + L"\\{159F0722-AB73-406B-8534-D873910B479D}";
const std::wstring server_key = own_key + L"\\InprocServer32";
const std::string sql = R"(MSCluster_Resource.Name="SQL")";
const ProviderHost::Arguments key_argument{{"CheckpointName", std::string(R"(1\\Key)")}};

/// The DLL is beside this program.
std::filesystem::path dll_path() {
    std::wstring own(32768, L'\0');
    own.resize(::GetModuleFileNameW(nullptr, own.data(), static_cast<DWORD>(own.size())));
    return std::filesystem::path(own).parent_path() / dll_name;
}

bool is_loaded() { return ::GetModuleHandleW(dll_name) != nullptr; }

/// A loaded library and its exports.
class Library {
public:
    Library() : module_(::LoadLibraryW(dll_path().c_str())) { REQUIRE(module_ != nullptr); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library() { (void)::FreeLibrary(module_); }

    template <class... Arguments>
    HRESULT call(const char* name, Arguments... arguments) const {
        const FARPROC found = ::GetProcAddress(module_, name);
        REQUIRE(found != nullptr);
        return reinterpret_cast<HRESULT(STDAPICALLTYPE*)(Arguments...)>(
            reinterpret_cast<void*>(found))(arguments...);
    }

    ComPointer<IClassFactory> factory() const {
        void* found = nullptr;
        REQUIRE(call<REFCLSID, REFIID, void**>("DllGetClassObject", provider_class,
                                               __uuidof(IClassFactory), &found) == S_OK);
        return ComPointer<IClassFactory>(static_cast<IClassFactory*>(found));
    }

private:
    HMODULE module_;
};

/// A sandbox in a file, which the DLL uses.
class SandboxFile {
public:
    SandboxFile() {
        auto sandbox = JournaledFakeCluster::open(path());
        REQUIRE(sandbox);
        REQUIRE(test_support::populate(*sandbox));
        set(to_wide(path()).value().c_str());
    }
    SandboxFile(const SandboxFile&) = delete;
    SandboxFile& operator=(const SandboxFile&) = delete;
    ~SandboxFile() { set(nullptr); }

    [[nodiscard]] std::string path() const { return folder_.file("sandbox.db"); }

    /// The checkpoints in the file, read independently.
    [[nodiscard]] Texts checkpoints(std::string_view resource) const {
        auto sandbox = JournaledFakeCluster::open(path());
        REQUIRE(sandbox);
        const auto listing = sandbox->list(resource);
        REQUIRE(listing);
        Texts texts;
        for (const ReportedCheckpoint& one : *listing) texts.push_back(one.text);
        return texts;
    }

private:
    static void set(const wchar_t* value) {
        REQUIRE(::SetEnvironmentVariableW(L"CRYPTO_CHECKPOINT_WMI_SANDBOX", value));
    }

    test_support::TemporaryFolder folder_;
};

/// A text in the registry, if it exists.
std::optional<std::wstring> registered(const std::wstring& key, const wchar_t* name) {
    wchar_t text[1024] = {};
    DWORD bytes = sizeof(text);
    if (::RegGetValueW(HKEY_LOCAL_MACHINE, key.c_str(), name, RRF_RT_REG_SZ, nullptr, text,
                       &bytes) != ERROR_SUCCESS)
        return std::nullopt;
    return text;
}

/// The number of registered classes.
DWORD registered_classes() {
    HKEY key = nullptr;
    REQUIRE(::RegOpenKeyExW(HKEY_LOCAL_MACHINE, classes, 0, KEY_READ, &key) == ERROR_SUCCESS);
    DWORD count = 0;
    const LSTATUS result = ::RegQueryInfoKeyW(key, nullptr, nullptr, nullptr, &count, nullptr,
                                              nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
    (void)::RegCloseKey(key);
    REQUIRE(result == ERROR_SUCCESS);
    return count;
}

ComPointer<IWbemProviderInit> created() {
    void* made = nullptr;
    REQUIRE(::CoCreateInstance(provider_class, nullptr, CLSCTX_INPROC_SERVER,
                               __uuidof(IWbemProviderInit), &made) == S_OK);
    return ComPointer<IWbemProviderInit>(static_cast<IWbemProviderInit*>(made));
}

}  // namespace

// One test, because the registry is shared.
TEST_CASE("provider DLL: is registered, created, called, unloaded and unregistered", "[wmi]") {
    const SandboxFile file;
    const auto com = ComInitialization::begin();
    REQUIRE(com);
    const DWORD before = registered_classes();
    REQUIRE_FALSE(registered(own_key, nullptr));

    REQUIRE(Library().call("DllRegisterServer") == S_OK);
    REQUIRE_FALSE(is_loaded());
    CHECK(registered_classes() == before + 1);
    CHECK(registered(own_key, nullptr));
    CHECK(registered(server_key, nullptr) == dll_path().native());
    CHECK(registered(server_key, L"ThreadingModel") == L"Both");
    CHECK(Library().call("DllRegisterServer") == S_OK);  // may be repeated
    CHECK(registered_classes() == before + 1);

    {
        const ProviderHost host(created());
        const ProviderHost another(created());
        ::CoFreeUnusedLibrariesEx(0, 0);
        REQUIRE(is_loaded());
        CHECK(host.invoke(sql, "AddCryptoCheckpoint", key_argument).result == WBEM_S_NO_ERROR);
        CHECK(file.checkpoints("SQL") == Texts{R"(1\\Key)"});
        const auto all = another.enumerate();
        REQUIRE(all.objects.size() == 2);
        CHECK(all.objects.front().value("CryptoCheckpoints") == WmiValue(Texts{R"(1\\Key)"}));
        const auto missing = another.get(R"(MSCluster_Resource.Name="None")");
        CHECK(missing.result == static_cast<HRESULT>(WBEM_E_NOT_FOUND));
        CHECK(missing.status.value("ErrorType") == WmiValue(2));
        CHECK(Library().call("DllCanUnloadNow") == S_FALSE);
    }
    CHECK(Library().call("DllCanUnloadNow") == S_OK);
    ::CoFreeUnusedLibrariesEx(0, 0);
    CHECK_FALSE(is_loaded());

    CHECK(Library().call("DllUnregisterServer") == S_OK);
    CHECK_FALSE(registered(own_key, nullptr));
    CHECK(registered_classes() == before);
    CHECK(Library().call("DllUnregisterServer") == S_OK);  // may be repeated
    void* made = nullptr;
    CHECK(::CoCreateInstance(provider_class, nullptr, CLSCTX_INPROC_SERVER,
                             __uuidof(IWbemProviderInit), &made) == REGDB_E_CLASSNOTREG);
}

TEST_CASE("provider DLL: stays loaded while objects or locks exist", "[wmi]") {
    const SandboxFile file;
    const auto com = ComInitialization::begin();
    const Library library;
    CHECK(library.call("DllCanUnloadNow") == S_OK);
    {
        const auto factory = library.factory();
        CHECK(library.call("DllCanUnloadNow") == S_FALSE);
        CHECK(factory->LockServer(TRUE) == S_OK);
    }
    CHECK(library.call("DllCanUnloadNow") == S_FALSE);
    CHECK(library.factory()->LockServer(FALSE) == S_OK);
    CHECK(library.call("DllCanUnloadNow") == S_OK);
}

TEST_CASE("provider DLL: the class factory rejects other classes and aggregation", "[wmi]") {
    const auto com = ComInitialization::begin();
    const Library library;
    const auto get = [&](REFCLSID wanted, REFIID interface_id, void** found) {
        return library.call<REFCLSID, REFIID, void**>("DllGetClassObject", wanted, interface_id,
                                                      found);
    };
    void* found = &found;
    CHECK(get(CLSID{}, __uuidof(IClassFactory), &found) == CLASS_E_CLASSNOTAVAILABLE);
    CHECK(found == nullptr);
    CHECK(get(provider_class, __uuidof(IWbemServices), &found) == E_NOINTERFACE);
    CHECK(get(provider_class, __uuidof(IClassFactory), nullptr) == E_POINTER);
    {
        const SandboxFile file;
        const auto factory = library.factory();
        CHECK(factory->CreateInstance(factory.get(), __uuidof(IUnknown), &found) ==
              CLASS_E_NOAGGREGATION);
        CHECK(factory->CreateInstance(nullptr, __uuidof(IDispatch), &found) == E_NOINTERFACE);
        CHECK(factory->CreateInstance(nullptr, __uuidof(IUnknown), nullptr) == E_POINTER);
    }
    std::wstring before(32768, L'\0');
    before.resize(::GetEnvironmentVariableW(L"ProgramData", before.data(), 32768));
    // A folder is not a sandbox.
    const test_support::TemporaryFolder folder;
    REQUIRE(::SetEnvironmentVariableW(L"CRYPTO_CHECKPOINT_WMI_SANDBOX",
                                      folder.path().native().c_str()));
    CHECK(library.factory()->CreateInstance(nullptr, __uuidof(IUnknown), &found) == E_FAIL);
    // Without ProgramData there is no folder for it, and none relative to the current one.
    REQUIRE(::SetEnvironmentVariableW(L"CRYPTO_CHECKPOINT_WMI_SANDBOX", nullptr));
    for (const wchar_t* const data : {static_cast<const wchar_t*>(nullptr), L"relative"}) {
        REQUIRE(::SetEnvironmentVariableW(L"ProgramData", data));
        CHECK(library.factory()->CreateInstance(nullptr, __uuidof(IUnknown), &found) == E_FAIL);
        CHECK_FALSE(std::filesystem::exists("crypto-checkpoint"));
        CHECK_FALSE(std::filesystem::exists("relative"));
    }
    // A file in place of the folder.
    REQUIRE(::SetEnvironmentVariableW(L"ProgramData", folder.path().native().c_str()));
    REQUIRE(std::ofstream(folder.path() / "crypto-checkpoint"));
    CHECK(library.factory()->CreateInstance(nullptr, __uuidof(IUnknown), &found) == E_FAIL);
    REQUIRE(::SetEnvironmentVariableW(L"ProgramData", before.empty() ? nullptr : before.c_str()));
    CHECK(library.call("DllCanUnloadNow") == S_OK);
}

TEST_CASE("provider DLL: may be called concurrently", "[wmi]") {
    const SandboxFile file;
    const auto com = ComInitialization::begin();
    const Library library;
    std::atomic<int> wrong = 0;
    {
        const auto new_host = [&] {
            void* made = nullptr;
            REQUIRE(library.factory()->CreateInstance(nullptr, __uuidof(IWbemProviderInit),
                                                      &made) == S_OK);
            return ProviderHost(
                ComPointer<IWbemProviderInit>(static_cast<IWbemProviderInit*>(made)));
        };
        const ProviderHost host = new_host();
        const ProviderHost another = new_host();
        const auto work = [&](const ProviderHost& used, const std::string& resource,
                              const std::string& name) {
            const auto own = ComInitialization::begin();
            const std::string path = "MSCluster_Resource.Name=\"" + resource + '"';
            const auto change = [&](const char* method) {
                if (used.invoke(path, method, {{"CheckpointName", name}}).result != S_OK) ++wrong;
            };
            for (int i = 0; i != 5; ++i) {
                change("AddCryptoCheckpoint");
                change("RemoveCryptoCheckpoint");
                if (used.enumerate().objects.size() != 2) ++wrong;
            }
            change("AddCryptoCheckpoint");
        };
        std::thread first([&] { work(host, "SQL", R"(1\\Key)"); });
        std::thread second([&] { work(host, "Web", R"(1\\Key)"); });
        work(another, "Web", R"(24\\Other Key)");
        first.join();
        second.join();
    }
    CHECK(wrong == 0);
    CHECK(file.checkpoints("SQL") == Texts{R"(1\\Key)"});
    CHECK(file.checkpoints("Web").size() == 2);
    CHECK(library.call("DllCanUnloadNow") == S_OK);
}

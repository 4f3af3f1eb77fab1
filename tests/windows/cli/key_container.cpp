// SPDX-License-Identifier: BSL-1.0
// key_container.exe NAME SPEC... -- PROGRAM.EXE ARGS...
//
// Makes a container at machine level in the strong provider, with keys: `exchange`, `signature`, and
// with `fixed-` in front those that cannot be exported. Runs a program, and deletes the container.
#include "preflight/machine_container.hpp"

#include <cstdio>
#include <string>
#include <string_view>

namespace {

DWORD run(std::wstring line) {
    STARTUPINFOW startup{};
    startup.cb = sizeof(startup);
    PROCESS_INFORMATION process{};
    if (!CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &startup,
                        &process))
        return 99;
    WaitForSingleObject(process.hProcess, INFINITE);
    DWORD status = 99;
    GetExitCodeProcess(process.hProcess, &status);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return status;
}

}  // namespace

int wmain(int argc, wchar_t** argv) {
    if (argc < 2) return 99;
    test_support::MachineContainer container(crypto_checkpoint::detail::to_utf8(argv[1]));
    int at = 2;
    for (; at < argc && std::wstring_view(argv[at]) != L"--"; ++at) {
        const std::wstring_view spec = argv[at];
        container.with_key(spec.ends_with(L"exchange") ? AT_KEYEXCHANGE : AT_SIGNATURE,
                           spec.starts_with(L"fixed-") ? 0 : CRYPT_EXPORTABLE);
    }
    const std::wstring_view line = GetCommandLineW();
    const std::size_t end = line.find(L" -- ");
    return end == line.npos ? 99 : static_cast<int>(run(std::wstring(line.substr(end + 4))));
}

// SPDX-License-Identifier: BSL-1.0
// with_data_folder.exe PROGRAM.EXE ARGS...
//
// Runs a program with %LOCALAPPDATA% set to CRYPTO_CHECKPOINT_DATA_FOLDER. Wine inherits other variables
// from the host, but sets this one itself.
#include <crypto_checkpoint/detail/windows.hpp>

#include <cstdio>
#include <string>

namespace {

/// The command line after its first word, unchanged.
std::wstring rest_of(const wchar_t* line) {
    const wchar_t end = *line == L'"' ? L'"' : L' ';
    if (end == L'"') ++line;
    while (*line != 0 && *line != end) ++line;
    while (*line == L'"' || *line == L' ') ++line;
    return line;
}

int fail(const char* what) {
    std::fprintf(stderr, "%s: error %lu\n", what, GetLastError());
    return 99;
}

}  // namespace

int main() {
    wchar_t folder[1024] = {};
    if (GetEnvironmentVariableW(L"CRYPTO_CHECKPOINT_DATA_FOLDER", folder, 1024) == 0 ||
        !SetEnvironmentVariableW(L"LOCALAPPDATA", folder))
        return fail("LOCALAPPDATA");
    std::wstring line = rest_of(GetCommandLineW());
    STARTUPINFOW startup{};
    startup.cb = sizeof(startup);
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION process{};
    if (!CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &startup,
                        &process))
        return fail("CreateProcess");
    WaitForSingleObject(process.hProcess, INFINITE);
    DWORD status = 99;
    GetExitCodeProcess(process.hProcess, &status);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return static_cast<int>(status);
}

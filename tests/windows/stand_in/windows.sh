#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: windows.sh up CLUSAPI.DLL | down
#
# Starts the Windows that CRYPTO_CHECKPOINT_WINE_FOLDER names, with a stand-in for ClusAPI in System32;
# or ends it. It must be of the tests' own: whoever looks for the clustering feature there finds it.
#
# It stays up from one test to the next: its services would otherwise end and start with each of them.
# What starts them must not be a test, whose output they would hold open; nor may it be the start that
# made this Windows, after which Wine 8.0 starts them again with each program.
set -euo pipefail

export WINEPREFIX=${CRYPTO_CHECKPOINT_WINE_FOLDER:?} WINEDEBUG=-all
server=/usr/lib/wine/wineserver64
[[ -x $server ]] || server=$(command -v wineserver64 || command -v wineserver)

case $1 in
    up)
        system32=$WINEPREFIX/drive_c/windows/system32
        run_under_wine=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../run_under_wine.sh
        in_windows() { "$run_under_wine" cmd.exe /c exit; }
        if [[ ! -e $WINEPREFIX/system.reg ]]; then
            in_windows
            "$server" -k
        fi </dev/null >/dev/null 2>&1
        "$server" -p </dev/null >/dev/null 2>&1 || true # it may be up
        in_windows </dev/null >/dev/null 2>&1
        # Beside it and renamed: a program that has the old one open keeps it.
        cp "$2" "$system32/clusapi.dll.new"
        mv -f "$system32/clusapi.dll.new" "$system32/clusapi.dll"
        ;;
    down) "$server" -k ;;
esac

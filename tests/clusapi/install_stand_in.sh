#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: install.sh CLUSAPI.DLL
#
# Puts a stand-in for ClusAPI into System32 of the Windows that CRYPTO_CHECKPOINT_WINE_FOLDER names. It
# must be of the tests' own: whoever looks for the clustering feature there finds it.
set -euo pipefail

system32=${CRYPTO_CHECKPOINT_WINE_FOLDER:?}/drive_c/windows/system32
"$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../windows/run_under_wine.sh" cmd.exe /c exit
# Beside it and renamed: a program that has the old one open keeps it.
cp "$1" "$system32/clusapi.dll.new"
mv -f "$system32/clusapi.dll.new" "$system32/clusapi.dll"

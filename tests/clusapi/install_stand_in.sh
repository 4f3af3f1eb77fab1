#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: install_stand_in.sh CLUSAPI.DLL
#
# Installs a stand-in for ClusAPI in System32 of the Wine prefix CRYPTO_CHECKPOINT_WINE_FOLDER, which only tests
# may use: programs there find the clustering feature installed.
set -euo pipefail

system32=${CRYPTO_CHECKPOINT_WINE_FOLDER:?}/drive_c/windows/system32
"$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../windows/run_under_wine.sh" cmd.exe /c exit
# Copied beside it and renamed: running programs keep the old file.
cp "$1" "$system32/clusapi.dll.new"
mv -f "$system32/clusapi.dll.new" "$system32/clusapi.dll"

#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: install.sh CLUSAPI.DLL
#
# Puts a stand-in for ClusAPI into System32 of the Windows that CRYPTO_CHECKPOINT_WINE_FOLDER names,
# which must be of the tests' own: whoever looks for the clustering feature there would find it.
set -euo pipefail

windows=${CRYPTO_CHECKPOINT_WINE_FOLDER:?}/drive_c/windows
run_under_wine=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../run_under_wine.sh

[[ -d $windows ]] || "$run_under_wine" cmd.exe /c exit
# Beside it and renamed: a program that has the old one open keeps it.
cp "$1" "$windows/system32/clusapi.dll.new"
mv -f "$windows/system32/clusapi.dll.new" "$windows/system32/clusapi.dll"

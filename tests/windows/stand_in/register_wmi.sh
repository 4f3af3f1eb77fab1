#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: register_wmi.sh WMI.DLL
#
# Registers the DLL as WMI in the Wine prefix CRYPTO_CHECKPOINT_WINE_FOLDER, which only tests may use.
set -euo pipefail

: "${CRYPTO_CHECKPOINT_WINE_FOLDER:?}"
run=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../run_under_wine.sh
dll=$(readlink -f "$1")
locator='HKLM\Software\Classes\CLSID\{4590F811-1D3A-11D0-891F-00AA004B2E24}\InprocServer32'
"$run" reg.exe add "$locator" /ve /d "Z:${dll//\//\\}" /f
"$run" reg.exe add "$locator" /v ThreadingModel /d Both /f

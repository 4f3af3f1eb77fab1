#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: run_under_wine.sh PROGRAM.EXE [ARGS...]
#
# Runs a program for Windows under Wine, in the Windows that CRYPTO_CHECKPOINT_WINE_FOLDER names; if
# none is named, in build/wine. A first run makes it.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
export WINEPREFIX=${CRYPTO_CHECKPOINT_WINE_FOLDER:-$root/build/wine}
export WINEDEBUG=${WINEDEBUG:--all}
# No Mono, no Gecko: Wine would ask to download them.
export WINEDLLOVERRIDES=mscoree,mshtml=${WINEDLLOVERRIDES:+;$WINEDLLOVERRIDES}
export LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY

wine=/usr/lib/wine/wine64
[[ -x $wine ]] || wine=$(command -v wine64 || command -v wine)

# The C++ runtime is not linked in, as the two of them define std::type_info twice (g++ 12).
compiler=x86_64-w64-mingw32-g++-posix
runtime=
for library in libstdc++-6.dll libgcc_s_seh-1.dll libwinpthread-1.dll; do
    folder=$(dirname "$(readlink -f "$($compiler -print-file-name=$library)")")
    [[ $runtime == *"$folder"* ]] || runtime+="Z:$folder;"
done
export WINEPATH="$runtime${WINEPATH-}"

server=/usr/lib/wine/wineserver64
[[ -x $server ]] || server=$(command -v wineserver64 || command -v wineserver)

# Windows is started by itself, and ends half a minute after its last program: its services would take
# a second to start with each of them, and hold the output of the one that started them open. Nor may
# they be of the start that made this Windows, after which Wine 8.0 starts them with each program.
start_windows() {
    if [[ ! -e $WINEPREFIX/system.reg ]]; then
        "$wine" wineboot --init
        "$server" -k
    fi
    if "$server" -p30; then "$wine" cmd.exe /c exit; fi # otherwise it is up
}
mkdir -p "$WINEPREFIX"
(
    flock 9
    start_windows 9>&-
) 9>"$WINEPREFIX/.lock" </dev/null >/dev/null 2>&1
exec "$wine" "$@"

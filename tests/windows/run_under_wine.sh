#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: run_under_wine.sh PROGRAM.EXE [ARGS...]
#
# Runs a program for Windows under Wine, in the prefix CRYPTO_CHECKPOINT_WINE_FOLDER, by default build/wine. The
# first run creates the prefix.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
export WINEPREFIX=${CRYPTO_CHECKPOINT_WINE_FOLDER:-$root/build/wine}
export WINEDEBUG=${WINEDEBUG:--all}
# Without Mono and Gecko, which Wine would offer to download.
export WINEDLLOVERRIDES=mscoree,mshtml=${WINEDLLOVERRIDES:+;$WINEDLLOVERRIDES}
export LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY

wine=/usr/lib/wine/wine64
[[ -x $wine ]] || wine=$(command -v wine64 || command -v wine)

# The C++ runtime is linked dynamically: linked statically, it defines std::type_info twice (g++ 12).
compiler=x86_64-w64-mingw32-g++-posix
runtime=
for library in libstdc++-6.dll libgcc_s_seh-1.dll libwinpthread-1.dll; do
    folder=$(dirname "$(readlink -f "$($compiler -print-file-name=$library)")")
    [[ $runtime == *"$folder"* ]] || runtime+="Z:$folder;"
done
export WINEPATH="$runtime${WINEPATH-}"

server=/usr/lib/wine/wineserver64
[[ -x $server ]] || server=$(command -v wineserver64 || command -v wineserver)

# Starts Wine's services separately; they end half a minute after the last program. Started with a program, they
# delay it by a second and keep its output open. After the run that creates a prefix, Wine 8.0 restarts them with
# each program: that run is ended first.
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

# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
#
# Shared by `dev` and the scripts of its verbs: messages, logged steps, presets, missing packages.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
build=$root/build
readonly root build

# ---- messages -----------------------------------------------------------------------------------

log() { printf '%s\n' "$*"; }

fail() { # MESSAGE
    printf 'dev: %s\n' "$*" >&2
    return 1
}

usage_error() { # MESSAGE [WORD CANDIDATES...]
    local near=''
    if (($# > 2)); then near=$(nearest "${@:2}"); fi
    printf '%s\n' "dev: $1${near:+; did you mean $near?}" './dev help lists verbs and arguments' >&2
    exit 2
}

require_one_of() { # KIND WORD CANDIDATES...
    local candidate
    for candidate in "${@:3}"; do [[ $2 != "$candidate" ]] || return 0; done
    usage_error "there is no $1 '$2'" "${@:2}"
}

# Prints the candidate with the fewest edits from WORD, at most two.
nearest() { # WORD CANDIDATES...
    printf '%s\n' "${@:2}" | awk -v word="$1" '
        function least(a, b) { return a < b ? a : b }
        BEGIN { best = 3 }
        {
            for (j = 0; j <= length($0); ++j) d[0, j] = j
            for (i = 1; i <= length(word); ++i) {
                d[i, 0] = i
                for (j = 1; j <= length($0); ++j)
                    d[i, j] = least(least(d[i - 1, j], d[i, j - 1]) + 1,
                                    d[i - 1, j - 1] + (substr(word, i, 1) != substr($0, j, 1)))
            }
            distance = d[length(word), length($0)]
            if (distance < best && distance < length($0)) { best = distance; near = $0 }
        }
        END { print near }'
}

# ---- steps --------------------------------------------------------------------------------------

# Runs a command in the root folder, writes its output to a log, and prints how long it took or how it
# failed. With shown=yes, prints the output as well.
run_step() { # TITLE LOG-NAME COMMAND...
    local title=$1 file=$build/logs/$2.log started=$SECONDS status=0 watcher
    shift 2
    mkdir -p "$build/logs"
    : >"$file"
    log "==> $title"
    if [[ ${shown-} ]]; then
        (cd "$root" && "$@") 2>&1 </dev/null | tee "$file" || status=$?
    else
        watch_log "$file" &
        watcher=$!
        (cd "$root" && "$@") >"$file" 2>&1 </dev/null || status=$?
        kill "$watcher" 2>/dev/null || true
        wait "$watcher" 2>/dev/null || true
        if [[ -t 1 ]]; then printf '\r\033[K'; fi
    fi
    if ((status == 0)); then
        log "    $((SECONDS - started)) s"
        return
    elif [[ ! ${shown-} ]]; then
        grep -m 1 -E '(^|[^A-Za-z])[Ee]rror[: ]' "$file" | sed 's/^/    first: /' || true
        tail -n 30 "$file" | sed 's/^/    | /'
    fi
    log "    FAILED after $((SECONDS - started)) s: $title. The whole log: $file"
    return "$status"
}

# Shows the last line of a log: all the time on a terminal, otherwise once a minute.
watch_log() { # LOG
    local seconds=0
    while sleep 1 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        seconds=$((seconds + 1))
        if [[ -t 1 ]]; then
            printf '\r\033[K    %.90s' "$(tail -n 1 "$1" | tr -d '\r\t\033')"
        elif ((seconds % 60 == 0)); then
            log "    $seconds s: $(tail -n 1 "$1")"
        fi
    done
}

# ---- presets ------------------------------------------------------------------------------------

# The command that builds and tests are started with, if not directly.
launcher=()

# `NAME-all` is preset NAME as `test --all` runs it, in the same folder.
configure() { # PRESET [FOLDER]
    local folder=${2:-$build/${1%-all}} fresh=()
    # CMake refuses a folder that was configured for a checkout which has since moved.
    if [[ -e $folder/CMakeCache.txt ]] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        fresh=(--fresh)
    fi
    if is_there ccache; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi
    CXX=${CXX:-g++} cmake --preset "$1" -B "$folder" "${fresh[@]}"
}

build_preset() { # PRESET [TARGETS...]
    local name=${1%-all} targets=()
    if (($# > 1)); then targets=(--target "${@:2}"); fi
    run_step "configure $name" "$name-configure" configure "$1" &&
        run_step "build $name" "$name-build" "${launcher[@]}" cmake --build --preset "$1" \
            --parallel "$(parallel_jobs)" "${targets[@]}"
}

# As many as there are processors, if each can have 1.5 GB of memory.
parallel_jobs() {
    local jobs free_kb
    jobs=$(nproc)
    free_kb=$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo 2>/dev/null || true)
    if [[ $free_kb ]] && ((free_kb / 1500000 < jobs)); then jobs=$((free_kb / 1500000)); fi
    echo $((jobs > 0 ? jobs : 1))
}

# ---- packages -----------------------------------------------------------------------------------

# Installs the missing packages of these groups in .ci/packages.
set_up() { # GROUPS...
    local package groups probe purpose missing=() wanted
    wanted=",($(IFS='|' && echo "$*")),"
    while read -r package groups probe purpose; do
        [[ $package != '#'* && ",$groups," =~ $wanted ]] || continue
        ! is_there "$probe" || continue
        ((${#missing[@]})) || log 'Missing on this machine:'
        log "$(printf '    %-20s %s' "$package" "$purpose")"
        missing+=("$package")
    done <"$root/.ci/packages"
    ((${#missing[@]} == 0)) || install_packages "${missing[@]}" || return
    [[ " $* " != *' build '* ]] || check_versions
}

is_there() { # PROBE, as .ci/packages has it
    local probe folder probes
    IFS='|' read -ra probes <<<"$1"
    for probe in "${probes[@]}"; do
        case $probe in
            '<'*)
                for folder in /usr/local/include /usr/include /usr/include/*-linux-gnu; do
                    [[ ! -e $folder/${probe:1:-1} ]] || return 0
                done
                ;;
            /*) [[ ! -e $probe ]] || return 0 ;;
            *) if command -v "$probe" >/dev/null; then return; fi ;;
        esac
    done
    return 1
}

install_packages() { # PACKAGES...
    if ! is_there apt-get; then
        log 'These are the names of Debian and Ubuntu. There is no apt here: install the packages'
        log 'of this system. Continuing without them.'
        return
    fi
    ((EUID == 0)) || is_there sudo || fail "installing packages takes root or sudo. As root, run:
    apt-get update && apt-get install -y --no-install-recommends $*" || return
    log 'Installing them with apt.'
    refresh_package_lists
    run_step "install $*" install as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y \
        --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

# A failure is not fatal: the lists at hand may do.
refresh_package_lists() {
    [[ ! ${lists_are_fresh-} ]] || return 0
    lists_are_fresh=yes
    run_step 'refresh the lists of packages' update \
        as_root apt-get update -o DPkg::Lock::Timeout=300 || true
}

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

check_versions() {
    local tool version compiler=${CXX:-g++}
    for tool in cmake ninja "$compiler"; do
        is_there "$tool" || fail "cannot go on without $tool" || return
    done
    version=$(cmake --version | sed -n '1s/.* //p')
    at_least 3.25 "$version" ||
        fail "cmake $version is too old: 3.25 is needed, as in Debian 12 and Ubuntu 24.04" || return
    [[ $compiler != *clang* ]] || return 0
    version=$("$compiler" -dumpfullversion)
    at_least 12 "$version" ||
        fail "$compiler $version is too old: g++ 12 is needed. To name one: CXX=g++-12 ./dev ..."
}

at_least() { # WANTED FOUND
    printf '%s\n' "$1" "$2" | sort -C -V
}

#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Plays the whole story on a sandbox in a folder of its own, which is gone afterwards.
#
# usage: demo.sh PATH-OF-crypto-checkpoint
set -uo pipefail

program=$(realpath -- "${1:?usage: demo.sh PATH-OF-crypto-checkpoint}") || exit 2
folder=$(mktemp -d) || exit 4
trap 'rm -rf -- "$folder"' EXIT
export XDG_DATA_HOME=$folder

crypto-checkpoint() { "$program" "$@"; }

# A line that begins with $ is played and has to succeed, one with ! has to fail; the rest is said.
while IFS= read -r line; do
    case $line in
        '$ '* | '! '*)
            printf '$ %s\n' "${line:2}"
            eval "${line:2}" </dev/null
            status=$?
            if [[ ${line:0:1} == '$' && $status != 0 || ${line:0:1} == '!' && $status == 0 ]]; then
                printf 'demo: that was not to end with %s\n' "$status" >&2
                exit 1
            fi
            ;;
        *) printf '%s\n' "$line" ;;
    esac
done <<'STORY'
A failover cluster of two nodes. It is made up, and kept in a file.

$ crypto-checkpoint sandbox create

The service's key is on NODE1 alone. On NODE2 the service would find no key, so the
key is put on the list of those that move with it:

$ crypto-checkpoint add 'SQL Server' '1\\MyKey'
$ crypto-checkpoint list

NODE1 has to be rebooted. The key is on NODE2 before the service is:

$ crypto-checkpoint sandbox move 'SQL Server' NODE2
$ crypto-checkpoint sandbox status

A key that must not leave its node cannot move. The cluster refuses it now, and not at
night, when NODE2 fails:

$ crypto-checkpoint sandbox key create NODE2 '1\\FixedKey' --not-exportable
! crypto-checkpoint add 'SQL Server' '1\\FixedKey'

A name that is wrong is never sent:

! crypto-checkpoint add 'SQL Server' 'PROV_RSA_FULL\\MyKey'
STORY

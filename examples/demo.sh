#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Plays the whole story on a sandbox in a temporary folder.
#
# usage: demo.sh PATH-OF-crypto-checkpoint
set -uo pipefail

program=$(realpath -- "${1:?usage: demo.sh PATH-OF-crypto-checkpoint}") || exit 2
folder=$(mktemp -d) || exit 4
trap 'rm -rf -- "$folder"' EXIT
export XDG_DATA_HOME=$folder

crypto-checkpoint() { "$program" "$@"; }

# A line that begins with $ runs and must succeed, one with ! must fail; other lines are printed.
while IFS= read -r line; do
    case $line in
        '$ '* | '! '*)
            printf '$ %s\n' "${line:2}"
            eval "${line:2}" </dev/null
            status=$?
            if [[ ${line:0:1} == '$' && $status != 0 || ${line:0:1} == '!' && $status == 0 ]]; then
                printf 'demo: unexpected exit status %s\n' "$status" >&2
                exit 1
            fi
            ;;
        *) printf '%s\n' "$line" ;;
    esac
done <<'STORY'
A fake failover cluster of two nodes, kept in a file.

$ crypto-checkpoint sandbox create

The service's key exists on NODE1 only. A checkpoint makes the cluster restore the key
on the node that the service moves to:

$ crypto-checkpoint add 'SQL Server' '1\\MyKey'
$ crypto-checkpoint list

NODE1 needs a reboot. The cluster restores the key on NODE2 before it starts the
service there:

$ crypto-checkpoint sandbox move 'SQL Server' NODE2
$ crypto-checkpoint sandbox status

A key that is not exportable cannot move. The cluster rejects it now, and not at
night, when NODE2 fails:

$ crypto-checkpoint sandbox key create NODE2 '1\\FixedKey' --not-exportable
! crypto-checkpoint add 'SQL Server' '1\\FixedKey'

An invalid name is never sent:

! crypto-checkpoint add 'SQL Server' 'PROV_RSA_FULL\\MyKey'
STORY

#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The commands of docs/how-to/real-cluster.md. Tests run them against `crypto-checkpoint serve`:
# tests/cli/test_cluster_ways.py, and tests/interop/test_negotiate.py with a Kerberos ticket.
set -eu

#! [look]
crypto-checkpoint list 'SQL*' --cluster https://node1.example:5986/wsman \
    --auth basic --user admin --password-file ~/.cluster-password --ca-file ~/cluster-ca.pem
#! [look]

#! [try]
crypto-checkpoint ensure 'SQL Server' '1\\MyKey' --dry-run \
    --cluster https://node1.example:5986/wsman \
    --auth basic --user admin --password-file ~/.cluster-password --ca-file ~/cluster-ca.pem
#! [try]

#! [many]
crypto-checkpoint ensure 'SQL Server' '1\\MyKey' --json --parallel 32 --timeout 30 \
    --cluster https://node1.example:5986/wsman --cluster https://node2.example:5986/wsman \
    --auth negotiate
#! [many]

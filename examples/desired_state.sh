#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The commands of docs/how-to/desired-state.md, in their order. `crypto-checkpoint` is on the PATH.
set -eu

#! [clusters]
for number in 1 2; do
    crypto-checkpoint --sandbox cluster$number.db sandbox create
    crypto-checkpoint --sandbox cluster$number.db serve --listen 127.0.0.1:598$number > serve$number.log &
done
sleep 1
crypto-checkpoint ensure 'SQL Server' '1\\MyKey' --cluster http://127.0.0.1:5981/wsman
#! [clusters]

#! [export]
crypto-checkpoint export --cluster http://127.0.0.1:5981/wsman > wanted.json
cat wanted.json
#! [export]

#! [file]
cat > wanted.json <<'END'
{
  // Each cluster of SQL Server keeps this key, and no other.
  "resources": [
    {"resource": "SQL Server", "exact": true, "checkpoints": ["1\\\\MyKey"]}
  ],
  "clusters": [
    {"url": "http://127.0.0.1:5981/wsman"},
    {"url": "http://127.0.0.1:5982/wsman"}
  ]
}
END
#! [file]

#! [plan]
crypto-checkpoint plan wanted.json || test $? = 5
#! [plan]

#! [apply]
crypto-checkpoint apply wanted.json --yes
crypto-checkpoint plan wanted.json
#! [apply]

#! [audit]
crypto-checkpoint audit --cluster http://127.0.0.1:5981/wsman --cluster http://127.0.0.1:5982/wsman
#! [audit]

#! [stop]
kill %1 %2
wait
#! [stop]

#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The commands of docs/tutorial.md, in their order, from the folder of a clone.
set -u

#! [demo]
./dev demo
export PATH="$PWD/build/demo/examples/crypto-checkpoint:$PATH"
#! [demo]

#! [project]
library=$PWD
mkdir -p ../my_service
cd ../my_service
ln -sfn "$library" crypto_checkpoint
cp "$library"/examples/tutorial/* .
#! [project]

#! [build]
cmake -S . -B build -G Ninja
cmake --build build
#! [build]

#! [run]
build/one_night
#! [run]

#! [serve]
crypto-checkpoint --sandbox cluster.db sandbox create
crypto-checkpoint --sandbox cluster.db serve --listen 127.0.0.1:5985 &
sleep 1
#! [serve]

#! [protect]
build/on_a_cluster http://127.0.0.1:5985/wsman
build/on_a_cluster http://127.0.0.1:5985/wsman
#! [protect]

#! [crash]
crypto-checkpoint --sandbox cluster.db sandbox crash NODE1
crypto-checkpoint --sandbox cluster.db sandbox status
#! [crash]

#! [refused]
crypto-checkpoint --sandbox cluster.db sandbox key create NODE2 '1\\FixedKey' --not-exportable
crypto-checkpoint add 'SQL Server' '1\\FixedKey' --cluster http://127.0.0.1:5985/wsman
#! [refused]

#! [stop]
kill %1
wait
#! [stop]

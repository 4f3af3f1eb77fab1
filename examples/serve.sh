#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The commands of docs/how-to/test-other-tooling.md, in their order. `crypto-checkpoint` is on the PATH.
set -eu

#! [serve]
crypto-checkpoint sandbox create
crypto-checkpoint serve --listen 127.0.0.1:5985 &
sleep 1
#! [serve]

#! [curl]
class=http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/MSCluster_Resource
cat > add.xml <<END
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
            xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
            xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
  <s:Header>
    <a:Action>$class/AddCryptoCheckpoint</a:Action>
    <a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
    <a:MessageID>uuid:00000000-0000-4000-8000-000000000001</a:MessageID>
    <w:ResourceURI>$class</w:ResourceURI>
    <w:SelectorSet><w:Selector Name="Name">SQL Server</w:Selector></w:SelectorSet>
  </s:Header>
  <s:Body>
    <p:AddCryptoCheckpoint_INPUT xmlns:p="$class">
      <p:CheckpointName>1\\\\MyKey</p:CheckpointName>
    </p:AddCryptoCheckpoint_INPUT>
  </s:Body>
</s:Envelope>
END
curl -s -H 'Content-Type: application/soap+xml;charset=UTF-8' --data-binary @add.xml \
    http://127.0.0.1:5985/wsman
#! [curl]

#! [client]
crypto-checkpoint list --cluster http://127.0.0.1:5985/wsman
#! [client]

#! [trouble]
crypto-checkpoint sandbox provider remove NODE2 'Microsoft Strong Cryptographic Provider'
crypto-checkpoint sandbox crash NODE1
crypto-checkpoint sandbox events
#! [trouble]

#! [stop]
kill %1
wait
#! [stop]

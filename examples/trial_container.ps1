# SPDX-License-Identifier: BSL-1.0
#
# A key container to try checkpoints with, at machine level, its key exportable: made and removed again.
# From memory; never run.

#! [make]
$where = New-Object Security.Cryptography.CspParameters 1,
    'Microsoft Strong Cryptographic Provider', 'CheckpointTrial'
$where.Flags = 'UseMachineKeyStore'
(New-Object Security.Cryptography.RSACryptoServiceProvider 2048, $where).Dispose()
#! [make]

#! [remove]
$where.Flags = 'UseMachineKeyStore, UseExistingKey'
$key = New-Object Security.Cryptography.RSACryptoServiceProvider $where
$key.PersistKeyInCsp = $false
$key.Clear()
#! [remove]

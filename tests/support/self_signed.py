# SPDX-License-Identifier: BSL-1.0
"""Self-signed certificates, made while the tests run."""

import pathlib
import subprocess


def self_signed(folder: pathlib.Path, name: str, alternative: str) -> tuple:
    """Returns the files of a certificate and its key; ALTERNATIVE as DNS:localhost or IP:127.0.0.1."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", f"/CN={name}",
                    "-addext", f"subjectAltName={alternative}", "-keyout", key, "-out", certificate],
                   check=True, stderr=subprocess.DEVNULL, timeout=60)
    return certificate, key

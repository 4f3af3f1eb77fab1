# SPDX-License-Identifier: BSL-1.0
"""Every user and password that the tests log in with, right and wrong.

tests/hygiene/check_secrets.py searches all output of a test run for them: each must be unmistakable.
Tests in Python import them; those in C++ have them as literals, and the self-test of that script fails
if one differs from this list.
"""

# Of tests/cli and tests/interop.
user = "somebody"
password = "pass word & <secret> 7d1"
# Debian's wsl puts the password into a command line, unquoted.
simple_password = "simple-7d1"
wrong_password = "wrong-7d1"
page_user = "Aladdin"
page_password = "open sesame"
page_wrong_password = "close sesame"
hidden_password = "hidden-7d1"
kerberos_user = "ticketholder"
kerberos_password = "ticket-7d1"

# Literals, by file below tests/.
in_cpp = {
    "transport/transport_support.hpp": [("user", "hunter2-Zq7!")],
    "secret.test.cpp": [("user", "hunter2-Zq7!")],
    "cli/read_secret.test.cpp": [("user", "hunter2-Zq7!")],
    "transport/cluster_address.test.cpp": [("user", "hunter2-Zq7!")],
    "wsman/endpoint_contract.test.cpp": [("somebody", "contract-Zq7!"),
                                         ("somebody", "no-contract-Zq7!")],
    "server/endpoint_under_test.hpp": [("Aladdin", "open sesame")],
    "server/http_endpoint_access.test.cpp": [("Jürgen", "a:b:ü-Zq7!"),
                                            ("user", "far-Zq7!")],
}

logins = sorted({
    (user, password), (user, simple_password), (user, wrong_password),
    (page_user, page_password), (page_user, page_wrong_password), ("u", hidden_password),
    (kerberos_user, kerberos_password),
    *(login for logins_of_file in in_cpp.values() for login in logins_of_file)})

# SPDX-License-Identifier: BSL-1.0
"""The exact members of --json."""

import unittest

from support import CliTest, is_for_windows

valid = r'{"input":"1\\\\MyKey","ok":true,"provider_type":1,"constant":"PROV_RSA_FULL","provider_name":null,' \
        r'"key_container":"MyKey","canonical":"1\\\\MyKey","advice":["provider_name_omitted"],' \
        r'"messages":["no provider is named: each node takes its own default for the type, and defaults differ ' \
        r'between Windows releases"]}'

invalid = r'{"input":"PROV_RSA_FULL\\\\K","ok":false,"error":"provider_type_not_decimal",' \
          r'"offset":0,"length":13,"suggestion":"1\\\\K","names":[],"message":"the provider type must be ' \
          r'the decimal value, not the name of the constant","hints":[]}'

explained_valid = ["input", "ok", "provider_type", "constant", "provider_name", "key_container", "canonical",
                   "advice", "messages"]
explained_invalid = ["input", "ok", "error", "offset", "length", "suggestion", "names", "message",
                     "hints"]
changed = ["command", "resource", "input", "dry_run", "ok", "changed", "advice"]
not_changed = ["command", "resource", "input", "dry_run", "ok", "error", "offset", "length",
               "suggestion", "names", "place", "native_domain", "native_code", "native_name",
               "message", "hints"]


class Json(CliTest):
    def test_explain_prints_one_object_a_line(self):
        text = self.output_of("explain", "--json", r"1\\MyKey", r"PROV_RSA_FULL\\K", status=1)
        self.assertEqual(text, f"{valid}\n{invalid}\n")

    def test_explain_prints_the_same_for_standard_input(self):
        text = self.output_of("explain", "--stdin", "--json", status=1,
                              input=b"1\\\\MyKey\nPROV_RSA_FULL\\\\K")
        self.assertEqual(text, f"{valid}\n{invalid}\n")

    def test_explain_prints_members_in_the_documented_order(self):
        names = [r"1\Microsoft Strong Cryptographic Provider\K", "K", "", r"1\\A\B", r"1000\\K"]
        first, *others = self.objects_of("explain", *names, status=1)
        self.assertEqual(list(first), explained_valid)
        self.assertEqual(first["provider_name"], "Microsoft Strong Cryptographic Provider")
        self.assertEqual(first["advice"], [])
        for one in others:
            self.assertEqual(list(one), explained_invalid)

    def test_a_missing_suggestion_is_null(self):
        (one,) = self.objects_of("explain", "K", status=1)
        self.assertIsNone(one["suggestion"])

    def test_the_names_of_a_list_are_an_array(self):
        listed = [r"1\\A,B", r"24\Microsoft Enhanced RSA and AES Cryptographic Provider\K", r"1\\C"]
        for text in (",".join(listed), "; ".join(listed)):
            (one,) = self.objects_of("explain", text, status=1)
            self.assertEqual(one["names"], listed)
            self.assertIsNone(one["suggestion"])
            self.assertEqual(one["message"], "these are several names: give them one by one")
            for valid_one in self.objects_of("explain", *one["names"]):
                self.assertTrue(valid_one["ok"])
        for text in (" ".join(listed), r"1\\A and 1\\B", r"1\\A\B", r"80\\REGISTRY\\K", "K", ""):
            (one,) = self.objects_of("explain", text, status=1)
            self.assertEqual((one["names"], one["suggestion"]), ([], None))

    @unittest.skipIf(is_for_windows, "words are UTF-16 there")
    def test_ill_formed_utf_8_is_replaced(self):
        (one,) = self.objects_of("explain", b"1\\\\K\xff\xfe", status=1)
        self.assertEqual(one["error"], "ill_formed_text")
        self.assertEqual((one["offset"], one["length"]), (4, 1))
        self.assertEqual(one["input"], "1\\\\K\ufffd\ufffd")

    def test_only_invalid_omits_valid_names(self):
        (one,) = self.objects_of("explain", "--only-invalid", r"1\\MyKey", "K", status=1)
        self.assertEqual(one["input"], "K")

    def test_changes_print_an_object_for_each_name(self):
        self.output_of("sandbox", "create")
        self.output_of("sandbox", "key", "create", "NODE1", r"1\\Fixed", "--not-exportable")
        done, refused, invalid_name = self.objects_of(
            "add", "SQL Server", r"1\\MyKey", r"1\\Fixed", r"1\K", status=3)
        self.assertEqual(list(done), changed)
        self.assertEqual(
            done, {"command": "add", "resource": "SQL Server", "input": r"1\\MyKey",
                   "dry_run": False, "ok": True, "changed": True,
                   "advice": ["provider_name_omitted"]})
        self.assertEqual(list(refused), not_changed)
        self.assertEqual(refused["error"], "key_not_exportable")
        self.assertEqual((refused["native_domain"], refused["native_code"],
                          refused["native_name"]), ("hresult", 0x80090003, "NTE_BAD_KEY"))
        self.assertIsNone(refused["offset"])
        self.assertEqual(list(invalid_name), not_changed)
        self.assertEqual(
            (invalid_name["error"], invalid_name["offset"], invalid_name["suggestion"]),
            ("missing_separator", 3, r"1\\K"))

    def test_ensure_prints_whether_it_changed_something(self):
        self.output_of("sandbox", "create")
        for command, results in (("ensure", (True, False)), ("ensure-absent", (True, False))):
            for changed in results:
                (one,) = self.objects_of(command, "SQL Server", r"1\\MyKey")
                self.assertEqual(one["changed"], changed)

    def test_listings_print_an_object_for_each_checkpoint(self):
        self.output_of("sandbox", "create")
        self.assertEqual(self.objects_of("list"), [])
        self.output_of("add", "SQL Server", r"1\\MyKey")
        (one,) = self.objects_of("list", "SQL*")
        self.assertEqual(
            list(one.items()),
            [("resource", "SQL Server"), ("checkpoint", r"1\\MyKey"), ("provider_type", 1),
             ("provider_name", None), ("key_container", "MyKey"), ("error", None)])

    def test_the_sandbox_prints_its_state(self):
        self.output_of("sandbox", "create")
        self.output_of("add", "SQL Server", r"1\\MyKey")
        kinds = [one["kind"] for one in self.objects_of("sandbox", "status")]
        self.assertEqual(kinds, ["node", "node", "resource", "checkpoint", "key_container"])
        for one in self.objects_of("sandbox", "events"):
            self.assertEqual(list(one), ["sequence", "event", "windows_event", "resource", "node",
                                         "checkpoint"])
        self.assertEqual(len(self.objects_of("sandbox", "settings")), 7)
        (one,) = self.objects_of("sandbox", "settings", "save_changed_keys=false")
        self.assertEqual(one, {"setting": "save_changed_keys", "value": False,
                               "meaning": "a key that changes while online is saved",
                               "dry_run": False, "changed": True})
        (one, two) = self.objects_of("sandbox", "settings", "save_changed_keys=false",
                                     "refuse_duplicate_add=false", "--dry-run")
        self.assertEqual((one["changed"], two["changed"], two["dry_run"]), (False, True, True))
        self.assertEqual(list(self.objects_of("sandbox", "provider", "list", "NODE1")[0]),
                         ["node", "provider_type", "provider_name", "is_default"])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: BSL-1.0
def check_min_cppstd(recipe, least):
    if int(recipe.settings.cppstd) < least:
        raise SystemExit(f"{recipe.name} needs C++{least}")


def can_run(recipe):
    return True

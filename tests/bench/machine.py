# SPDX-License-Identifier: BSL-1.0
"""The machine of a measurement, and its load from other programs."""

import os
import pathlib
import platform
import resource
import time


def description() -> dict:
    """The machine, without its name."""
    fields = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name.strip(), value.strip())
    return {
        "processor": fields.get("model name", platform.machine()),
        "processors": os.cpu_count(),
        "virtual": "hypervisor" in fields.get("flags", "").split(),
        "kernel": f"{platform.system()} {platform.release().split('-')[0]}",
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", "unknown"),
    }


class Load:
    """The load from other programs than this one and its children, since construction."""

    def __init__(self) -> None:
        self.average = round(os.getloadavg()[0], 2)
        self._begun = time.monotonic()
        self._all = self._busy_seconds()
        self._own = self._own_seconds()

    def busy_with_others(self) -> float:
        """The average number of processors."""
        others = self._busy_seconds() - self._all - (self._own_seconds() - self._own)
        return round(max(0.0, others / (time.monotonic() - self._begun)), 2)

    @staticmethod
    def _busy_seconds() -> float:
        counts = pathlib.Path("/proc/stat").read_text(encoding="utf-8").split("\n", 1)[0].split()
        user, nice, system, _, _, irq, softirq, steal = map(int, counts[1:9])
        return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def _own_seconds() -> float:
        usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in usages)

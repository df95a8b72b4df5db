"""Energy counters of RAPL for collectd's Python plugin.

Every zone below /sys/class/powercap becomes intel-rapl/counter-NAME in microjoules, NAME being what the zone calls itself
(package-0, core, dram, psys). Where two sockets have a zone of the same name, the socket is added: core-0, core-1. A zone that
cannot be read has no value at that moment, never a zero, and the log says why.
"""

import os
import time

import collectd

# The same counters may be offered twice; the second kind is taken only where the first is missing.
KINDS = ("intel-rapl:", "intel-rapl-mmio:")
# Zones that fail or are missing are looked for again after this many seconds.
LOOK_EVERY_S = 5.0


class Rapl:
    def __init__(self):
        self.folder = "/sys/class/powercap"
        # What each zone found so far calls itself; a name given once stays when another zone goes away.
        self.found = {}
        self.zones = []
        self.look_at = 0.0
        self.said = {}

    def configure(self, config):
        for node in config.children:
            if node.key.lower() == "folder" and len(node.values) == 1:
                self.folder = node.values[0]
            else:
                raise ValueError('wattbench_rapl knows one option: Folder "/sys/class/powercap"')

    def read(self):
        now = time.monotonic()
        if now >= self.look_at:
            self.found.update(find(self.folder))
            self.zones = named(self.found)
            self.look_at = float("inf") if self.zones else now + LOOK_EVERY_S
        readable = 0
        for zone, name in self.zones:
            try:
                energy_uj = counter(os.path.join(self.folder, zone, "energy_uj"))
            except (OSError, ValueError) as error:
                self.say(zone, name, str(error))
                self.look_at = min(self.look_at, now + LOOK_EVERY_S)
                continue
            at = time.time()
            readable += 1
            self.say(zone, name, None)
            collectd.Values(plugin="intel-rapl", type="counter", type_instance=name).dispatch(values=[energy_uj], time=at)
        # A failed read is tried again a little later each time, and makes "collectd -T" end with an error.
        if not self.zones:
            raise RuntimeError("%s has no RAPL zone: no RAPL here, or its kernel module is not loaded" % self.folder)
        if readable == 0:
            raise RuntimeError("no RAPL zone can be read; is this user allowed to?")

    def say(self, zone, name, trouble):
        """Tells what is wrong with a zone once, and once that it works again."""
        before = self.said.get(zone)
        if trouble == before:
            return
        self.said[zone] = trouble
        if trouble is None:
            collectd.info("RAPL zone %s (%s) is read again" % (zone, name))
        else:
            collectd.warning("RAPL zone %s (%s) has no value: %s" % (zone, name, trouble))


def find(folder):
    """Zones as (folder name, name), in the order of their numbers."""
    try:
        entries = os.listdir(folder)
    except OSError:
        return []
    for kind in KINDS:
        zones = []
        for zone in sorted((entry for entry in entries if entry.startswith(kind)), key=numbers):
            try:
                with open(os.path.join(folder, zone, "name")) as file:
                    name = file.read().strip()
            except (OSError, ValueError):
                name = ""
            zones.append((zone, name or zone))
        if zones:
            return zones
    return []


def numbers(zone):
    """intel-rapl:10:2 comes after intel-rapl:9."""
    return [int(part) if part.isdigit() else -1 for part in zone.split(":")[1:]]


def named(found):
    """Gives zones that share a name one of their own: with the socket, else with their number."""
    names = found
    for tell_apart in (with_socket, with_number):
        taken = list(names.values())
        names = {zone: tell_apart(zone, name, found) if taken.count(name) > 1 else name for zone, name in names.items()}
    return list(names.items())


def with_socket(zone, name, found):
    parent = found.get(zone.rpartition(":")[0])
    return "%s-%s" % (name, parent.removeprefix("package-")) if parent else name


def with_number(zone, name, _found):
    return "%s-%s" % (name, zone.partition(":")[2].replace(":", "-"))


def counter(path):
    with open(path, "rb") as file:
        text = file.read(64).strip()
    if not text.isdigit():
        raise ValueError("%s holds no number" % path)
    return int(text)


RAPL = Rapl()
collectd.register_config(RAPL.configure)
collectd.register_read(RAPL.read)

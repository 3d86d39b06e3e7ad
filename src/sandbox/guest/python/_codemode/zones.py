"""The world's time zones for `zoneinfo`, from the data of the package moment-timezone, made into files of TZif (RFC 9636) when asked for."""

import io
import json
import struct
import zoneinfo
import zoneinfo._common

_packed = {}
_links = {}


def install():
    """Reads the data; from here on `zoneinfo` finds its zones here."""
    with open(__file__.rpartition("/")[0] + "/zones.json", encoding="utf-8") as file:
        data = json.load(file)
    for line in data["zones"]:
        _packed[line.partition("|")[0]] = line
    for link in data["links"]:
        name, _, alias = link.partition("|")
        _links[alias] = name
    zoneinfo._common.load_tzdata = _load
    zoneinfo.available_timezones = lambda: {*_packed, *_links}


def _load(key):
    line = _packed.get(_links.get(key, key))
    if line is None:
        raise zoneinfo.ZoneInfoNotFoundError(f"No time zone found with key {key}")
    return io.BytesIO(_tzif(line))


def _tzif(line):
    _, names, offsets, indices, differences, *_ = line.split("|")
    names = names.split(" ")
    offsets = [-round(_base60(each) * 60) for each in offsets.split(" ")]
    kinds = [_digit(each) for each in indices]
    times = []
    total = 0.0
    for difference in differences.split(" ") if differences else ():
        total += _base60(difference)
        times.append(round(total * 60))
    count = min(len(times), len(kinds) - 1)
    words = b"".join(name.encode() + b"\0" for name in names)
    starts = [len(b"".join(name.encode() + b"\0" for name in names[:index])) for index in range(len(names))]
    # The first type is the one before the first transition.
    first = kinds[0]
    order = [first, *(kind for kind in range(len(names)) if kind != first)]
    place = {kind: index for index, kind in enumerate(order)}
    body = struct.pack(f">{count}q", *times[:count]) + bytes(place[kind] for kind in kinds[1 : count + 1])
    summer = _summer(kinds, offsets)
    body += b"".join(struct.pack(">lbB", offsets[kind], kind in summer, starts[kind]) for kind in order) + words
    empty = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 0, 0)
    head = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, count, len(names), len(words))
    return empty + head + body + b"\n\n"


def _summer(kinds, offsets):
    """Which types are summer time: those that lie between two of less offset more often than not. The data does not say it."""
    votes = {}
    for before, kind, after in zip(kinds, kinds[1:], kinds[2:]):
        votes[kind] = votes.get(kind, 0) + (1 if offsets[kind] > offsets[before] and offsets[kind] > offsets[after] else -1)
    return {kind for kind, vote in votes.items() if vote > 0}


def _base60(text):
    sign = -1 if text.startswith("-") else 1
    whole, _, fraction = text.lstrip("-").partition(".")
    value = 0.0
    for each in whole:
        value = value * 60 + _digit(each)
    for power, each in enumerate(fraction, 1):
        value += _digit(each) / 60**power
    return sign * value


def _digit(character):
    code = ord(character)
    return code - 87 if code > 96 else code - 29 if code > 64 else code - 48

"""The wire: one JSON object per line, from the host and to it, over two character devices."""

import json
import os

encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode
_read = os.read
_write = os.write

_input = -1
_output = -1
_muted = False
_lines = []
_tail = []


def connect(device):
    """Opens the wire; files that were open when a snapshot was taken are not open in the process that wakes from it."""
    global _input, _output
    _input = os.open(device, os.O_RDONLY)
    _output = os.open(device, os.O_WRONLY)


def post(message):
    """Sends a message; returns when the host's pipe has taken it."""
    post_text(encode(message))


def post_text(text):
    """Sends a message that is JSON already. A lone surrogate, which UTF-8 can't hold, goes as the mark for what is missing."""
    if _muted:
        return
    data = memoryview(f"{text}\n".encode("utf-8", "replace"))
    while data:
        data = data[_write(_output, data) :]


def mute(muted):
    """Whether nothing is sent, while programs run to warm up."""
    global _muted
    _muted = muted


def receive():
    """The next message of the host; waits for it. When the host has gone, the process ends."""
    while not _lines:
        chunk = _read(_input, 65536)
        if not chunk:
            os._exit(0)
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            _tail.append(line)
            _lines.append(b"".join(_tail))
            _tail.clear()
        _tail.append(rest)
    return _decode(_lines.pop(0).decode())

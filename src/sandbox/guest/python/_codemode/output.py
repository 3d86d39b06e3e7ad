"""`sys.stdout` and `sys.stderr`: what is printed goes to the host in its order."""

import io
import sys
import time

from . import wire
from .errors import LimitReached

_pieces = []
_level = "log"
_size = 0
_flushed_at = 0.0
_run = 0
_room = 0
_max_bytes = 0


def start_run(run, max_bytes):
    global _run, _room, _max_bytes
    _run = run
    _room = _max_bytes = max_bytes


def flush():
    """Sends what has been printed so far."""
    global _size, _flushed_at
    if _pieces:
        text = "".join(_pieces)
        _pieces.clear()
        _size = 0
        ended = text.endswith("\n")
        wire.post(
            {"kind": "output", "run": _run, "level": _level, "text": text[:-1] if ended else text, **({} if ended else {"partial": True})}
        )
    _flushed_at = time.monotonic()


def _write(level, text):
    global _level, _size, _room
    if level != _level:
        flush()
        _level = level
    _room -= len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if _room < 0:
        # The host cuts what is too much, and says so.
        _pieces.append(text[: _max_bytes + 1])
        flush()
        raise LimitReached("LIMIT_OUTPUT", f"The program printed more than {_max_bytes} bytes.")
    _pieces.append(text)
    _size += len(text)
    # In whole lines where it can be.
    if _size > MOST_HELD or (text.endswith("\n") and time.monotonic() - _flushed_at > HELD_SECONDS):
        flush()


class _Stream(io.TextIOBase):
    """One of the two; a text stream as `print` and `logging` want it."""

    encoding = "utf-8"
    errors = "replace"
    newlines = None

    def __init__(self, level, name):
        self._level = level
        self.name = name
        self.mode = "w"

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            _write(self._level, text)
        return len(text)

    def flush(self):
        flush()

    def writable(self):
        return True

    def isatty(self):
        return False

    @property
    def buffer(self):
        return _Bytes(self)


class _Bytes(io.RawIOBase):
    """`sys.stdout.buffer`."""

    def __init__(self, stream):
        self._stream = stream

    def writable(self):
        return True

    def write(self, data):
        self._stream.write(bytes(data).decode("utf-8", "replace"))
        return len(data)


class _NoInput(io.TextIOBase):
    """`sys.stdin`."""

    encoding = "utf-8"

    def readable(self):
        return True

    def read(self, *_):
        raise EOFError(NO_INPUT)

    readline = read
    __next__ = read

    def isatty(self):
        return False


def install():
    sys.stdout = sys.__stdout__ = _Stream("log", "<stdout>")
    sys.stderr = sys.__stderr__ = _Stream("error", "<stderr>")
    sys.stdin = sys.__stdin__ = _NoInput()


NO_INPUT = "Nobody can type anything here. Put the value into the program, or get it from a tool."
MOST_HELD = 8192
HELD_SECONDS = 0.05

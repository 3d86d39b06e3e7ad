"""Which frames are the program's, and what of an error is told."""

import linecache
import re
import traceback

_program = re.compile(r"(?:program-\d+|skills/.+)\.py\Z", re.DOTALL).match
_here = __file__.rpartition("/")[0] + "/"


def lines_of(source):
    """The lines of a source as CPython counts them; `splitlines` ends one at a form feed, too."""
    return [f"{line}\n" for line in source.split("\n")]


def is_program(file):
    return _program(file) is not None


def skill_of(frame):
    """The skill whose code a frame is in: `skills/<name>`, or `None`."""
    file = frame.f_code.co_filename
    return file[: -len(".py")] if file.startswith("skills/") and file.endswith(".py") else None


def in_program(frame):
    """Whether the program's code is nearer than the runtime's."""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_here):
            return False
        if _program(file):
            return True
        frame = frame.f_back
    return False


def text_of(error):
    """A traceback as CPython prints it, with the program's own frames alone."""
    told = traceback.TracebackException.from_exception(error, compact=True)
    _cut(told, set())
    return "".join(told.format(colorize=False))


def place_of(error):
    """Line and column, counted from 1, of the innermost frame of the program's own, and its file; or `None`."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if is_program(frame.filename)]
    if not frames:
        return None
    last = next((frame for frame in reversed(frames) if frame.filename.startswith("program-")), frames[-1])
    return {"file": last.filename, "line": last.lineno or 1, "column": characters(linecache.getline(last.filename, last.lineno or 1), last.colno) + 1}


def characters(line, bytes):
    """CPython counts columns in bytes of UTF-8."""
    return len((line or "").encode()[: bytes or 0].decode("utf-8", "ignore"))


def _cut(told, seen):
    if told is None or id(told) in seen:
        return
    seen.add(id(told))
    told.stack[:] = [frame for frame in told.stack if is_program(frame.filename)]
    _cut(told.__cause__, seen)
    _cut(told.__context__, seen)
    for each in told.exceptions or ():
        _cut(each, seen)

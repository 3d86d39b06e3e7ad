"""Questions to the host that wait for an answer, and the one place where this process waits for anything."""

from . import clock, output, wire
from .errors import from_wire

now = clock.now
_waiting = {}
_last_id = 0
_run = 0
_max_argument_bytes = 0
_wake_at = None
_woken = False
_programs = []
_serving = False
_invoked = 0
_take_invocation = None


def start_run(run, max_argument_bytes):
    global _run, _max_argument_bytes, _wake_at
    _run = run
    _max_argument_bytes = max_argument_bytes
    _wake_at = None


def outstanding():
    """How many messages of the host may still come: answers, and while calls of skills are served the next of those."""
    return len(_waiting) + _serving


def serve(take):
    """From here on calls of skills, and their end, are given to a function; `None`: no more."""
    global _serving, _take_invocation
    _take_invocation = take
    _serving = take is not None


def invocations(number):
    """How many calls of skills are under way."""
    global _invoked
    _invoked = number


def ask(kind, future, **fields):
    """Sends a question; `future` gets the answer, or the error."""
    global _last_id
    _last_id += 1
    text = wire.encode({"kind": kind, "run": _run, "id": _last_id, **fields})
    # Too long for the pipe as well: the host is told the reason instead.
    if len(text) > _max_argument_bytes + FRAME_CHARACTERS:
        wire.post({"kind": "exceeded", "run": _run, "limit": "LIMIT_ARGUMENTS"})
    _waiting[_last_id] = future
    wire.post_text(text)


def wait(until):
    """Waits for one message of the host, or until a moment of `now()`; `None` waits for the message alone."""
    global _wake_at
    output.flush()
    started = now()
    busy = bool(_waiting) or (_serving and _invoked == 0)
    limit_at = None if busy else clock.limit_at()
    if limit_at is not None:
        until = limit_at if until is None else min(until, limit_at)
    if until is not None and (_wake_at is None or until < _wake_at):
        _wake_at = until
        wire.post({"kind": "wake", "run": _run, "ms": max(0, round((until - started) * 1000, 3))})
    _take(wire.receive())
    if busy:
        clock.waited(now() - started)


def poll():
    """Takes what the host has sent so far."""
    global _wake_at, _woken
    _woken = False
    _wake_at = now()
    wire.post({"kind": "wake", "run": _run, "ms": 0})
    while not _woken:
        _take(wire.receive())


def sleep(seconds):
    """`time.sleep`: answers are taken meanwhile."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    end = now() + seconds
    while now() < end:
        if clock.due():
            raise clock.limit()
        wait(end)


def next_message():
    """What the host wants between programs: the next one, or to warm up. Answers that come late find their futures."""
    while not _programs:
        _take(wire.receive())
    return _programs.pop(0)


def _take(message):
    global _wake_at, _woken
    kind = message["kind"]
    if kind == "result":
        _settle(message["id"], "set_result", message.get("value"))
    elif kind == "failure":
        _settle(message["id"], "set_exception", from_wire(message["error"]))
    elif kind == "wake":
        _wake_at = None
        _woken = True
    elif kind in ("invoke", "end"):
        if _take_invocation is not None:
            _take_invocation(message)
    else:
        _programs.append(message)


def _settle(id, how, what):
    future = _waiting.pop(id, None)
    # Nobody waits any more where the task was cancelled.
    if future is not None and not future.done():
        getattr(future, how)(what)


FRAME_CHARACTERS = 4096

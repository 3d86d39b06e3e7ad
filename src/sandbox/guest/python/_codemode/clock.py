"""The time that a program may work: counted here to end it gently, and outside to end it for certain."""

import signal
import time

from . import frames
from .errors import LimitReached

now = time.monotonic
_limit_at = None
_expired = False
_limit_ms = 0


def start(guest_time_ms):
    global _limit_at, _expired, _limit_ms
    _expired = False
    _limit_ms = guest_time_ms
    _limit_at = now() + guest_time_ms / 1000


def stop():
    global _limit_at, _expired
    _limit_at = None
    _expired = False


def limit_at():
    """The moment at which the program has worked long enough, or `None` between programs."""
    return _limit_at


def waited(seconds):
    """Time in which the program only waited for tools is not its own."""
    global _limit_at
    if _limit_at is not None:
        _limit_at += seconds


def expired():
    """Whether this program's time has been over."""
    return _expired


def due():
    """Whether its time is over now. Then it has a moment to clean up before this is true again."""
    global _limit_at, _expired
    if _limit_at is None or now() < _limit_at:
        return False
    _expired = True
    _limit_at = now() + AGAIN_SECONDS
    return True


def limit():
    return LimitReached("LIMIT_GUEST_TIME", f"The program worked for more than {_limit_ms} ms.")


def _tick(_, frame):
    """Comes every few milliseconds of work, by the engine. Raises in the program's own code alone: the loop looks for itself."""
    if frames.in_program(frame) and due():
        raise limit()


def install():
    signal.signal(signal.SIGALRM, _tick)


AGAIN_SECONDS = 0.2

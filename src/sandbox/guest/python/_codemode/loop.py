"""The event loop of a session. It waits on the wire and nowhere else, and may be entered again from inside itself."""

import asyncio
import asyncio.base_events
import asyncio.events
import contextlib

from _asyncio import _swap_current_task

from . import clock, requests


class _Selector:
    """What the loop does when it has nothing to run: waits for the host."""

    def __init__(self):
        self._polled_at = 0.0

    def select(self, timeout):
        if timeout is None or timeout > 0:
            requests.wait(None if timeout is None else requests.now() + timeout)
        elif requests.outstanding() and requests.now() - self._polled_at > POLL_SECONDS:
            # The program spins, on `sleep(0)` for instance, and what it spins for may have come.
            requests.poll()
            self._polled_at = requests.now()
        return []

    def close(self):
        pass


class SessionLoop(asyncio.base_events.BaseEventLoop):
    """One loop for the life of a session, so that tasks and locks of one execution work in the next."""

    def __init__(self):
        super().__init__()
        self._selector = _Selector()

    def time(self):
        return requests.now()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass

    def close(self):
        """A program that closes its loop is done with it; the session is not."""

    def run_in_executor(self, executor, function, *args):
        """There are no threads: the function runs now."""
        future = self.create_future()
        try:
            future.set_result(function(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def run_until_complete(self, future):
        """Runs until the future is done; also from inside the running loop, whose other tasks go on meanwhile."""
        task = asyncio.ensure_future(future, loop=self)
        with self._entered():
            self._turn_until(task)
        return task.result()

    @contextlib.contextmanager
    def _entered(self):
        """Makes this the running loop, with no task that runs in it."""
        running = asyncio.events._get_running_loop()
        asyncio.events._set_running_loop(self)
        before = _swap_current_task(self, None)
        try:
            yield
        finally:
            _swap_current_task(self, before)
            asyncio.events._set_running_loop(running)

    def _turn_until(self, task):
        while not task.done():
            if clock.due():
                task.cancel()
            elif not self._ready and not self._scheduled and not requests.outstanding():
                # Whatever it waits for: nobody is left who could give it.
                task.cancel("The program waits for something that can never come: no call is in flight and no timer is set.")
            self._run_once()

    def settle(self):
        """Gives tasks that were started and not awaited their first steps, so that the calls they make are made."""
        with self._entered():
            for _ in range(MAX_SETTLING_TURNS):
                if not self._ready:
                    return
                self._run_once()


def run(main, *, debug=None, loop_factory=None):
    """`asyncio.run` in the session's loop: runs a coroutine to its end and cancels the tasks that it leaves behind."""
    if not asyncio.iscoroutine(main):
        raise ValueError(f"a coroutine was expected, got {main!r}")
    before = asyncio.all_tasks(loop)
    try:
        return loop.run_until_complete(main)
    finally:
        left = asyncio.all_tasks(loop) - before
        for task in left:
            task.cancel()
        if left and not clock.expired():
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


class Runner:
    """`asyncio.Runner` in the session's loop."""

    def __init__(self, *, debug=None, loop_factory=None):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass

    def get_loop(self):
        return loop

    def run(self, main, *, context=None):
        return run(main)


class _Policy(asyncio.events._AbstractEventLoopPolicy):
    def get_event_loop(self):
        return loop

    def set_event_loop(self, _):
        pass

    def new_event_loop(self):
        return loop


def install():
    """Makes this loop the only one that programs get."""
    asyncio.events._set_event_loop_policy(_Policy())
    for module in (asyncio, asyncio.runners):
        module.run = run
        module.Runner = Runner


def execute(main):
    """Runs the program's coroutine; a limit that came while nobody could be interrupted is raised here."""
    task = loop.create_task(main)
    try:
        result = loop.run_until_complete(task)
        loop.settle()
        return result
    except asyncio.CancelledError as cancelled:
        if clock.expired():
            raise clock.limit() from None
        if cancelled.args:
            raise RuntimeError(cancelled.args[0]) from None
        raise
    finally:
        if clock.expired():
            for task in asyncio.all_tasks(loop):
                task.cancel()


loop = SessionLoop()
POLL_SECONDS = 0.001
MAX_SETTLING_TURNS = 1000

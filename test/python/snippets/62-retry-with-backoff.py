import asyncio
import functools
import random


class Temporary(Exception):
    pass


def retried(times, first=0.001, factor=2, jitter=random.Random(1)):
    def decorate(function):
        @functools.wraps(function)
        async def wrapped(*args, **options):
            wait = first
            for attempt in range(times):
                try:
                    return await function(*args, **options)
                except Temporary as error:
                    last = error
                    await asyncio.sleep(wait + jitter.uniform(0, first))
                    wait *= factor
            raise RuntimeError(f"{function.__name__} failed {times} times") from last

        return wrapped

    return decorate


calls = {}


@retried(3)
async def fetch(key):
    calls[key] = calls.get(key, 0) + 1
    if key == "never" or calls[key] < len(key):
        raise Temporary(f"{key} on call {calls[key]}")
    return key * 2


async def main():
    results = await asyncio.gather(*(fetch(key) for key in ("a", "bb", "ccc", "never")), return_exceptions=True)
    for result in results:
        print(repr(result), repr(getattr(result, "__cause__", None)))
    print(calls, fetch.__name__)


asyncio.run(main())

import asyncio

calls = []


def cached(function):
    """Whoever asks for the same thing at the same time gets the same answer."""
    tasks = {}

    async def wrapped(*args):
        if args not in tasks:
            tasks[args] = asyncio.ensure_future(function(*args))
        try:
            return await asyncio.shield(tasks[args])
        except Exception:
            tasks.pop(args, None)
            raise

    return wrapped


@cached
async def load(key):
    calls.append(key)
    await asyncio.sleep(0.001)
    if calls.count(key) == 1 and key == "flaky":
        raise OSError("first time")
    return f"<{key}>"


async def main():
    print(await asyncio.gather(load("a"), load("b"), load("a"), load("a")), calls)
    print(await asyncio.gather(load("flaky"), load("flaky"), return_exceptions=True))
    print(await load("flaky"), calls)


asyncio.run(main())

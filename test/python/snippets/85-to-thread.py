import asyncio
from functools import partial


def blocking(a, b=0):
    return a * 10 + b


async def threads():
    first = await asyncio.to_thread(blocking, 1, b=2)
    second = await asyncio.get_running_loop().run_in_executor(None, partial(blocking, 3, b=1))
    try:
        await asyncio.to_thread(int, "x")
    except ValueError as error:
        print(error)
    return first, second


print(asyncio.run(threads()))

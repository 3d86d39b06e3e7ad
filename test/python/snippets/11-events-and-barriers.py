import asyncio


async def wait_for_start(start, name, log):
    log.append(f"{name} waits")
    await start.wait()
    log.append(f"{name} goes")


async def main():
    start, log = asyncio.Event(), []
    tasks = [asyncio.create_task(wait_for_start(start, name, log)) for name in ("a", "b")]
    await asyncio.sleep(0)
    log.append(f"set: {start.is_set()}")
    start.set()
    await asyncio.gather(*tasks)
    start.clear()
    print(log, start.is_set())

    barrier, steps = asyncio.Barrier(3), []

    async def member(n):
        await asyncio.sleep(n / 1000)
        steps.append(f"{n} arrived")
        async with barrier as place:
            steps.append("together")
            return place

    places = await asyncio.gather(*map(member, (1, 2, 3)))
    print(steps, sorted(places))

    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.002, future.set_result, "later")
    asyncio.get_running_loop().call_soon(print, "soon")
    print(await future, future.done())


asyncio.run(main())

import asyncio


async def load(name, ms):
    await asyncio.sleep(ms / 1000)
    if name == "bad":
        raise OSError("unreadable")
    return name


async def main():
    jobs = [load("third", 60), load("first", 5), load("second", 30)]
    print([await done for done in asyncio.as_completed(jobs)])

    tasks = {asyncio.create_task(load(name, ms), name=name) for name, ms in (("fast", 1), ("late", 5_000))}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print([task.get_name() for task in done], [task.get_name() for task in pending])
    for task in pending:
        task.cancel()
    done, pending = await asyncio.wait(pending)
    print([task.cancelled() for task in done], len(pending))

    done, pending = await asyncio.wait([asyncio.create_task(load("bad", 1)), asyncio.create_task(load("late", 5_000))],
                                       return_when=asyncio.FIRST_EXCEPTION)
    print([repr(task.exception()) for task in done], len(pending))
    [task.cancel() for task in pending]
    done, pending = await asyncio.wait([asyncio.create_task(load("x", 5_000))], timeout=0.002)
    print(len(done), len(pending))


asyncio.run(main())

import asyncio


async def work(name, ms, *, fails=False):
    try:
        await asyncio.sleep(ms / 1000)
        if fails:
            raise ValueError(f"{name} failed")
        return name.upper()
    except asyncio.CancelledError:
        print(name, "was cancelled")
        raise


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(name, ms), name=name) for name, ms in (("a", 4), ("b", 2))]
    print([task.result() for task in tasks], [task.get_name() for task in tasks])

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work("slow", 10_000))
            group.create_task(work("bad", 0, fails=True))
            group.create_task(work("worse", 0, fails=True))
    except* ValueError as failures:
        print(sorted(str(each) for each in failures.exceptions))

    task = asyncio.create_task(work("alone", 10_000))
    await asyncio.sleep(0)
    task.cancel("not needed")
    print(await asyncio.gather(task, return_exceptions=True) and task.cancelled())


asyncio.run(main())

import asyncio


async def count(name, upto):
    for n in range(upto):
        await asyncio.sleep(0)
        yield f"{name}{n}"


async def merged(*sources):
    queue = asyncio.Queue()
    done = object()

    async def drain(source):
        async for item in source:
            await queue.put(item)
        await queue.put(done)

    async with asyncio.TaskGroup() as group:
        for source in sources:
            group.create_task(drain(source))
        left = len(sources)
        while left:
            if (item := await queue.get()) is done:
                left -= 1
            else:
                yield item


async def batched(source, size):
    batch = []
    async for item in source:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def main():
    print(sorted([item async for item in merged(count("a", 3), count("b", 2))]))
    print([batch async for batch in batched(count("c", 5), 2)])


asyncio.run(main())

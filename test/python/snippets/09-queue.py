import asyncio


async def producer(queue, name, count):
    for n in range(count):
        await queue.put((n, name))
        await asyncio.sleep(0)


async def consumer(queue, got):
    while True:
        n, name = await queue.get()
        got.append(f"{name}{n}")
        queue.task_done()


async def main():
    queue, got = asyncio.Queue(maxsize=2), []
    workers = [asyncio.create_task(consumer(queue, got)) for _ in range(3)]
    await asyncio.gather(*(producer(queue, name, 4) for name in "ab"))
    await queue.join()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    print(sorted(got), queue.empty(), queue.qsize())

    urgent = asyncio.PriorityQueue()
    for item in ((3, "low"), (1, "high"), (2, "middle")):
        urgent.put_nowait(item)
    print([urgent.get_nowait()[1] for _ in range(urgent.qsize())])
    stack = asyncio.LifoQueue(1)
    stack.put_nowait("only")
    for attempt in (lambda: stack.put_nowait("more"), lambda: (stack.get_nowait(), stack.get_nowait())):
        try:
            attempt()
        except (asyncio.QueueFull, asyncio.QueueEmpty) as error:
            print(type(error).__name__)


asyncio.run(main())

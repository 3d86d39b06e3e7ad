# The older ways of running a coroutine, which are still written.
import asyncio


async def work(n):
    await asyncio.sleep(0)
    return n + 1


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(work(1)))


async def several():
    running = asyncio.get_running_loop()
    print(asyncio.get_event_loop() is running)
    future = running.create_future()
    running.call_soon(future.set_result, 5)
    task = running.create_task(work(await future))
    return await task, await asyncio.gather(*(work(n) for n in range(3)))


print(loop.run_until_complete(several()))
loop.run_until_complete(loop.shutdown_asyncgens())
loop.close()

with asyncio.Runner() as runner:
    print(runner.run(work(10)), runner.run(work(20)))
print(asyncio.run(work(30)))


try:
    asyncio.run(None)
except (TypeError, ValueError):
    print("no coroutine")

# top-level await
import asyncio
import traceback


async def fails(kind, text):
    await asyncio.sleep(0)
    raise kind(text)


try:
    await fails(ValueError, "first")
except ValueError as error:
    print("caught", error, [frame.name for frame in traceback.extract_tb(error.__traceback__)][-1])

results = await asyncio.gather(fails(KeyError, "k"), asyncio.sleep(0, "fine"), return_exceptions=True)
print(results)
try:
    async with asyncio.TaskGroup() as group:
        group.create_task(fails(ValueError, "in a group"))
        group.create_task(asyncio.sleep(5))
except* ValueError as failures:
    print(failures.exceptions)

task = asyncio.create_task(fails(OSError, "later"))
await asyncio.wait([task])
print(repr(task.exception()))
task = asyncio.create_task(asyncio.sleep(5))
await asyncio.sleep(0)
task.cancel()
try:
    await task
except asyncio.CancelledError:
    print("cancelled", task.cancelled())


async def cleans_up():
    try:
        await asyncio.sleep(5)
    finally:
        await asyncio.sleep(0)
        print("cleaned up")


try:
    await asyncio.wait_for(cleans_up(), 0.002)
except TimeoutError as error:
    print(type(error).__name__)

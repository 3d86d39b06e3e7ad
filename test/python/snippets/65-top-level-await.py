# top-level await
import asyncio


async def fetch(name):
    await asyncio.sleep(0.001)
    return name.title()


print(await fetch("one"))
first, second = await asyncio.gather(fetch("two"), fetch("three"))
print(first, second)
for name in ("four", "five"):
    print(await fetch(name), end=" ")
print()
print([await fetch(name) for name in "ab"], {key: await fetch(key) for key in ["x"]})


async def numbers():
    for n in range(3):
        yield n


async for n in numbers():
    print("n", n)
async with asyncio.TaskGroup() as group:
    task = group.create_task(fetch("task"))
print(task.result())
try:
    async with asyncio.timeout(0.005):
        await asyncio.sleep(10)
except TimeoutError:
    print("too slow")
if (name := await fetch("walrus")) and not await asyncio.sleep(0):
    print(name, f"{await fetch('in a string')}")
print(asyncio.run(fetch("inside")), asyncio.get_running_loop() is asyncio.get_event_loop())

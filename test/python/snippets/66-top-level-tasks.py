# top-level await
import asyncio

log = []


async def worker(name, queue):
    while (item := await queue.get()) is not None:
        log.append(f"{name}:{item}")
        await asyncio.sleep(0)
    return name


queue = asyncio.Queue()
workers = [asyncio.create_task(worker(name, queue)) for name in "ab"]
for item in range(4):
    await queue.put(item)
for _ in workers:
    await queue.put(None)
print(await asyncio.gather(*workers), log)

background = asyncio.create_task(asyncio.sleep(0.002, "background"))
print(background.done(), await background, background.done())

lock = asyncio.Lock()
async with lock:
    print("held", lock.locked())


class Resource:
    async def __aenter__(self):
        log.append("in")
        return self

    async def __aexit__(self, *_):
        log.append("out")


async with Resource() as one, Resource():
    print(type(one).__name__)
print(log[-4:])


def call_async_from_sync():
    return asyncio.run(asyncio.sleep(0, "from a plain function"))


print(call_async_from_sync())

import asyncio

most = running = 0


async def limited(semaphore, n):
    global most, running
    async with semaphore:
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.002)
        running -= 1
        return n * n


async def add(lock, account, amount):
    async with lock:
        before = account["sum"]
        await asyncio.sleep(0)
        account["sum"] = before + amount


async def main():
    semaphore = asyncio.Semaphore(3)
    print(await asyncio.gather(*(limited(semaphore, n) for n in range(10))), "at most", most)
    lock, account = asyncio.Lock(), {"sum": 0}
    await asyncio.gather(*(add(lock, account, n) for n in range(1, 11)))
    print(account, lock.locked())

    condition, seen = asyncio.Condition(), []

    async def waiter(name):
        async with condition:
            await condition.wait_for(lambda: "go" in seen)
            seen.append(name)

    waiters = [asyncio.create_task(waiter(name)) for name in ("w1", "w2")]
    await asyncio.sleep(0)
    async with condition:
        seen.append("go")
        condition.notify_all()
    await asyncio.gather(*waiters)
    print(seen)


asyncio.run(main())

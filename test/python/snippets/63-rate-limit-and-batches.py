import asyncio
from collections import defaultdict
from itertools import islice


async def answer(question):
    await asyncio.sleep(0.001 * (question % 3))
    if question == 13:
        raise ValueError("unlucky")
    return question**2


async def bounded(limit, work):
    gate, most, now = asyncio.Semaphore(limit), 0, 0

    async def one(item):
        nonlocal most, now
        async with gate:
            now += 1
            most = max(most, now)
            try:
                return item, await answer(item), None
            except ValueError as error:
                return item, None, str(error)
            finally:
                now -= 1

    results = await asyncio.gather(*map(one, work))
    return results, most


async def main():
    results, most = await bounded(4, range(20))
    good = [value for _, value, problem in results if problem is None]
    print(len(good), sum(good), [item for item, _, problem in results if problem], most)

    work, totals = iter(range(10)), defaultdict(int)
    while batch := tuple(islice(work, 4)):
        for item, value in zip(batch, await asyncio.gather(*map(answer, batch))):
            totals["even" if item % 2 == 0 else "odd"] += value
    print(dict(totals))


asyncio.run(main())

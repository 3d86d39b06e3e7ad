import asyncio
from contextlib import aclosing


class Pages:
    """Walks through a paged answer, three at a time."""

    def __init__(self, total, size=3):
        self.left, self.size, self.asked = list(range(total)), size, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        self.asked += 1
        await asyncio.sleep(0)
        page, self.left = self.left[: self.size], self.left[self.size :]
        return page


async def ticker(count):
    try:
        for n in range(count):
            received = yield n
            if received:
                print("got", received)
    finally:
        print("ticker closed")


async def main():
    pages = Pages(7)
    print([sum(page) async for page in pages], pages.asked)
    async with aclosing(ticker(5)) as ticks:
        print(await anext(ticks), await ticks.asend("hello"))
        try:
            await ticks.athrow(ValueError("enough"))
        except ValueError as error:
            print(error)


asyncio.run(main())

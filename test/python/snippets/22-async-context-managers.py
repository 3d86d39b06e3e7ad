import asyncio
import contextlib


class Connection:
    opened = 0

    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        await asyncio.sleep(0)
        Connection.opened += 1
        print("open", self.name)
        return self

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(0)
        Connection.opened -= 1
        print("close", self.name, kind and kind.__name__)

    async def query(self, text):
        await asyncio.sleep(0)
        if "drop" in text:
            raise PermissionError(text)
        return text.upper()


@contextlib.asynccontextmanager
async def pool(*names):
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Connection(name)) for name in names]


async def main():
    async with pool("a", "b") as (first, second):
        print(await asyncio.gather(first.query("select"), second.query("count")), Connection.opened)
    try:
        async with Connection("c") as third:
            await third.query("drop it")
    except PermissionError as error:
        print("refused:", error)
    print(Connection.opened)


asyncio.run(main())

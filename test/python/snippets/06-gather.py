import asyncio

started = []


async def fetch(name, ms, fails=False):
    started.append(name)
    await asyncio.sleep(ms / 1000)
    if fails:
        raise LookupError(f"no {name}")
    return f"{name} after {ms}"


async def main():
    print(await asyncio.gather(fetch("a", 30), fetch("b", 10), fetch("c", 20)))
    print("all three had begun before one ended:", started)
    mixed = await asyncio.gather(fetch("d", 5), fetch("e", 1, fails=True), return_exceptions=True)
    print([each if isinstance(each, str) else repr(each) for each in mixed])
    try:
        await asyncio.gather(fetch("f", 5), fetch("g", 1, fails=True))
    except LookupError as error:
        print("first failure:", error)
    names = ["x", "y", "z"]
    print(dict(zip(names, await asyncio.gather(*(fetch(name, 2) for name in names)))))
    print(await asyncio.gather())


if __name__ == "__main__":
    asyncio.run(main())

import asyncio


async def rows(count):
    for n in range(count):
        await asyncio.sleep(0)
        yield {"id": n, "size": n * n % 7}


async def size_of(row):
    await asyncio.sleep(0.001)
    return row["size"]


async def main():
    ids = [row["id"] async for row in rows(6) if row["size"] > 1]
    sizes = [await size_of({"size": n}) for n in (3, 1, 2)]
    by_id = {row["id"]: row["size"] async for row in rows(4)}
    kinds = {row["size"] async for row in rows(8)}
    doubled = (2 * await size_of(row) async for row in rows(3))
    print(ids, sizes, by_id, sorted(kinds))
    print([n async for n in doubled])
    print(await anext(rows(1)), await anext(rows(0), "nothing"))
    async for row in rows(3):
        if row["id"] == 1:
            print("stopped at", row)
            break
    else:
        print("never broken")


asyncio.run(main())

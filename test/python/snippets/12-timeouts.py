import asyncio


async def slow(name):
    try:
        await asyncio.sleep(60)
    finally:
        print(name, "cleaned up")


async def main():
    try:
        async with asyncio.timeout(0.01):
            await slow("block")
    except TimeoutError as error:
        print("timeout", str(error) == "")
    try:
        await asyncio.wait_for(slow("call"), timeout=0.01)
    except asyncio.TimeoutError:
        print("asyncio.TimeoutError is TimeoutError:", asyncio.TimeoutError is TimeoutError)
    print(await asyncio.wait_for(asyncio.sleep(0, "quick"), 5))

    async with asyncio.timeout(30) as scope:
        await asyncio.sleep(0)
    print("expired:", scope.expired())
    async with asyncio.timeout(None) as scope:
        scope.reschedule(asyncio.get_running_loop().time() + 30)
        await asyncio.sleep(0)
    print("expired:", scope.expired())

    kept = asyncio.create_task(asyncio.sleep(0.02, "kept"))
    try:
        await asyncio.wait_for(asyncio.shield(kept), 0.001)
    except TimeoutError:
        print("shielded:", await kept)


asyncio.run(main())

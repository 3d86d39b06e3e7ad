async def summary():
    return shorten(await read_everything())


print(summary.__name__)

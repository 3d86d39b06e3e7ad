from generated.servers.filesystem import read_file as read


def read_file(path):
    return path


async def content(path):
    return await read(path=path)


print(read_file("notes.txt").upper())
len(await content("notes.txt"))

from generated.servers.filesystem import read_file

count = 0


async def read(path):
    global count, latest
    count += 1
    latest = path

    def forget():
        nonlocal path
        path = None
        return path

    text = await read_file(path=path)
    forget()
    return text


await read("notes.txt")
[count, latest]

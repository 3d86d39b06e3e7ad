from generated.servers.filesystem import read_file


def shout(read_file):
    return read_file("notes.txt").upper()


print(shout(lambda name: name))
len(await read_file(path="notes.txt"))

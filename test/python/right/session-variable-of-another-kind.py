# session read_file = {"a": 1}; servers = ["x"]
print(read_file["a"], servers[0].upper())


def show():
    return read_file["a"]


show()
from generated.servers.filesystem import read_file

len(await read_file(path="notes.txt"))

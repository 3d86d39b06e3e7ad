from generated.servers.filesystem import read_file

fetch = read_file


def read_file(name, *, lines=None):
    return fetch(path=name) if lines is None else fetch(path=name, head=lines)


len(await read_file("notes.txt", lines=1))

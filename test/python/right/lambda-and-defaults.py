from generated.servers.filesystem import read_file

read = lambda path="notes.txt", *rest, **options: read_file(path=path, **options)
sizes = sorted([len(await read()), len(await read("data.json", head=1))], key=lambda size: -size)
sizes

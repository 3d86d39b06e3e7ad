try:
    from generated.servers.filesystem import read_document as read
except ImportError:
    from generated.servers.filesystem import read_file as read

len(await read(path="notes.txt"))

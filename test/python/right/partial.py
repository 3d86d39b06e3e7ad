import functools
from generated.servers.filesystem import read_text_file

first_lines = functools.partial(read_text_file, head=1)
len(await first_lines(path="notes.txt"))

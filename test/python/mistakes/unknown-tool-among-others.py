# 4 "list_directory"
from generated.servers.filesystem import (
    read_file,
    list_dirctory,
)

for name in (await list_dirctory(path=".")).splitlines():
    print(name, len(await read_file(path=name)))

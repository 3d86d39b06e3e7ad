# 5 never awaited
from generated.servers.filesystem import create_directory

for name in ["a", "b"]:
    create_directory(path=name)

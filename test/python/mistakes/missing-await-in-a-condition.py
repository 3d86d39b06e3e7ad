# 4 await
from generated.servers.filesystem import search_files

if search_files(path=".", pattern="*.txt"):
    print("there are some")

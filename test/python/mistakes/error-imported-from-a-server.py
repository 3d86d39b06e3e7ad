# 2 "from generated import ToolError"
from generated.servers.filesystem import ToolError, read_file

try:
    await read_file(path="missing.txt")
except ToolError as error:
    print(error)

from generated import ToolError
from generated.servers.filesystem import read_file

try:
    text = await read_file(path="missing.txt")
except ToolError as error:
    text = f"{error.server}.{error.tool}: {error.code}"
finally:
    print("tried")
text.startswith("filesystem")

# 6 str
import datetime
from generated.servers.filesystem import read_file

if datetime.datetime.now().year > 3000:
    await read_file(path=3000)

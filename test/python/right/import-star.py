from generated.servers.filesystem import *
from math import *

len(await read_file(path="notes.txt")) + floor(pi)

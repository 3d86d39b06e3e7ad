# 4 "a" of get_sum()
from generated.servers.everything import get_sum

await get_sum(a="1", b=2)

# 5 int or float
from generated.servers.everything import get_sum

first = 4
await get_sum(a=f"{first}2", b=2)

from generated.servers.everything import get_sum

[await get_sum(a=1, b=2.5), await get_sum(a=-1, b=1e3), await get_sum({"a": 10**3, "b": int("4")})]

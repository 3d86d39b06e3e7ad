import tomllib

project = tomllib.loads("""
title = "demo"
when = 2024-05-06T07:08:09Z
[owner]
name = "Ann"
[[packages]]
id = 1
tags = ["x", 'y']
[[packages]]
id = 0x10
inline = { deep.key = true, n = 1_000 }
""")
print(project["packages"], project["when"].isoformat(), project["owner"])
try:
    tomllib.loads("a = ?")
except tomllib.TOMLDecodeError as error:
    print("not TOML:", "line 1" in str(error))

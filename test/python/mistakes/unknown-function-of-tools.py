# 2 search
await tools.find("read a file")

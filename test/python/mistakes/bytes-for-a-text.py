# 2 base64
await servers.filesystem.write_file(path="out.txt", content=b"text")

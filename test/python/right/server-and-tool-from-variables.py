server, tool = "filesystem", "read_file"
text = await servers[server][tool](path="notes.txt")
again = await getattr(servers.filesystem, tool)(path="notes.txt")
text == again

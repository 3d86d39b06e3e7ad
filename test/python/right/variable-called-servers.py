servers = {"web": ["a", "b"], "db": ["c"]}
tools = [name for names in servers.values() for name in names]
servers["db"].append("d")
len(servers.items()) + len(tools)

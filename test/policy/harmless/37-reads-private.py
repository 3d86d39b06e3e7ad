from generated.servers.policed import read_private
len(await read_private())

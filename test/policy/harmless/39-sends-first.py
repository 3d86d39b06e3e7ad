from generated.servers.policed import read_private, send_out
await send_out(id="hello")
len(await read_private())

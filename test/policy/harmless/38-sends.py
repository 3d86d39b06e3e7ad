from generated.servers.policed import send_out
await send_out(id="hello")

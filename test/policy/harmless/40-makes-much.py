import asyncio
from generated.servers.policed import make
await asyncio.gather(*(make(id=str(n)) for n in range(20)))

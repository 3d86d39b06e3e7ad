# 2 "everything"
from generated.servers import evrything

await evrything.echo(message="hello")

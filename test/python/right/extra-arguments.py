from generated.servers.everything import echo
from generated.servers.issues import draw, set_fields

await set_fields(id=1, color="red", size=4, weight=1.5)
await set_fields({"id": 2, "odd name": "x"})
await draw(shape={"kind": "circle", "radius": 2, "color": "red"})
await draw(shape={"kind": "box", "width": 1, "height": 2.5})
await echo(message="hello", trace="abc")

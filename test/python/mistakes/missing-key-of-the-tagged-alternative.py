# 2 "height"
await servers.issues.draw(shape={"kind": "box", "width": 2})

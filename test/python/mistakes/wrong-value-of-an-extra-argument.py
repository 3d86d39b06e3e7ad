# 2 "color"
await servers.issues.set_fields(id=1, color=["red"])

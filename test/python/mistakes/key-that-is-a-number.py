# 2 str
await servers.issues.anything({1: "one"})

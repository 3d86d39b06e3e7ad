# 2 str
await servers.issues.create_issue(title=-1)

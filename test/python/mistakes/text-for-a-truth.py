# 2 bool
await servers.issues.create_issue({"title": "It leaks", "urgent": "true"})

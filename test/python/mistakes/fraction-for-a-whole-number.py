# 2 int
await servers.issues.create_issue(title="It leaks", priority=1.5)

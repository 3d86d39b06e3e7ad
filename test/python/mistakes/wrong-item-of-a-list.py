# 2 "labels[1]"
await servers.issues.create_issue(title="It leaks", labels=["bug", 2])

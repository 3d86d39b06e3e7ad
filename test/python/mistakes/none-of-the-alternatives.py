# 2 str or dict
await servers.issues.create_issue(title="It leaks", assignee=7)

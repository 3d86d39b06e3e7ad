# 2 "id"
await servers.issues.create_issue(title="It leaks", assignee={"ident": 7})

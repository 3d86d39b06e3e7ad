# 2 "due"
await servers.issues.create_issue(title="It leaks", milestone={"name": "1.0", "due_date": "2025-01-01"})

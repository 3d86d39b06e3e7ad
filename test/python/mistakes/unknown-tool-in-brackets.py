# 2 "list_issues"
issues = await servers.issues["list-isues"](to="2025-01-01")
len(issues)

from generated.servers.issues import list_issues

await list_issues(**{"from": "2025-01-01"}, to="2025-02-01")
await list_issues({"from": "2025-01-01", "limit": 3})

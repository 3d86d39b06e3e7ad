text = await servers.filesystem.read_file(path="notes.txt")
issues = await servers.issues["list-issues"](limit=3)
also = await servers["issues"].list_issues({"from": "2025-01-01", "to": "2025-02-01"})
[len(text), issues, also]

# 5 "title"
from generated.servers.issues import create_issue

await create_issue(
    {
        "name": "It leaks",
        "urgent": True,
    }
)

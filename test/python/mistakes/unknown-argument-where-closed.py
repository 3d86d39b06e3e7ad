# 4 "urgent"
from generated.servers.issues import create_issue

await create_issue(title="It leaks", is_urgent=True)

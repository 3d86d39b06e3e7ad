import json
from collections import Counter

users = json.loads('[{"id": 1, "name": "Ann", "team": "red"}, {"id": 2, "name": "Bob", "team": "blue"}, {"id": 3, "name": "Cid", "team": "red"}]')
events = json.loads("""[
  {"user": 1, "kind": "login", "at": "2024-01-01T08:00:00Z"}, {"user": 2, "kind": "login", "at": "2024-01-01T09:30:00Z"},
  {"user": 1, "kind": "edit", "at": "2024-01-01T08:10:00Z"}, {"user": 9, "kind": "login", "at": "2024-01-02T00:00:00Z"},
  {"user": 1, "kind": "logout", "at": "2024-01-01T17:00:00Z"}
]""")

by_id = {user["id"]: user for user in users}
joined = [{**event, "name": by_id[event["user"]]["name"]} for event in events if event["user"] in by_id]
print(len(joined), joined[0])
print([event["user"] for event in events if event["user"] not in by_id], [user["name"] for user in users if user["id"] not in {e["user"] for e in events}])

pivot = {}
for event in events:
    team = by_id.get(event["user"], {}).get("team", "unknown")
    pivot.setdefault(team, Counter())[event["kind"]] += 1
kinds = sorted({event["kind"] for event in events})
print("team".ljust(8), *(kind.rjust(7) for kind in kinds))
for team in sorted(pivot):
    print(team.ljust(8), *(str(pivot[team][kind]).rjust(7) for kind in kinds))

from datetime import datetime

times = sorted(datetime.fromisoformat(event["at"]) for event in events if event["user"] == 1)
print(max(later - earlier for earlier, later in zip(times, times[1:])), times[-1] - times[0])

import datetime
import decimal
import enum
import pathlib
from dataclasses import dataclass
from generated.servers.issues import anything, create_issue


class State(enum.Enum):
    OPEN = "open"


@dataclass
class Milestone:
    name: str


await create_issue(title="a", body=None, priority=2, state="in progress", urgent=not False, labels=["a", f"{1}"])
await create_issue(title=f"a {1 + 1}", state=State.OPEN, labels=("a", "b"), milestone=Milestone("1.0"), priority=3.0)
await create_issue({"title": "a", "assignee": "me", "labels": [], "milestone": {"name": "1.0"}})
await create_issue(title="a" + "b", assignee={"id": 7}, labels=[name for name in "ab"], body="c" if True else None)
await create_issue(title=str(5), priority=+1, state="open" or "closed", body=(text := "body"))
await anything(when=datetime.date(2025, 1, 1), price=decimal.Decimal("1.5"), file=pathlib.Path("a"), nothing=None, deep=[{"a": [1, None, True, -1.5]}])
await anything()
await anything({})
await anything(None)
text

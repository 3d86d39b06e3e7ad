"""A report from several answers, as a program prints it at its end."""

from collections import defaultdict
from statistics import mean

issues = [
    {"id": 101, "title": "Crash on start", "labels": ["bug", "p1"], "hours": 12.5, "by": {"login": "ann"}},
    {"id": 102, "title": "Typo in the docs", "labels": ["docs"], "hours": None, "by": {"login": "bob"}},
    {"id": 103, "title": "Slow search when the index is larger than memory", "labels": ["bug"], "hours": 30, "by": None},
    {"id": 104, "title": "Add a dark theme", "labels": [], "hours": 8, "by": {"login": "ann"}},
]


def cut(text, width):
    return text if len(text) <= width else text[: width - 1] + "…"


print("| id  | title                | by  | hours |\n|----:|:---------------------|:---:|------:|")
for issue in sorted(issues, key=lambda issue: issue["hours"] or 0, reverse=True):
    by = (issue["by"] or {}).get("login", "-")
    hours = "?" if issue["hours"] is None else f"{issue['hours']:.1f}"
    print(f"| {issue['id']} | {cut(issue['title'], 20):<20} | {by:^3} | {hours:>5} |")

by_label = defaultdict(list)
for issue in issues:
    for label in issue["labels"] or ["none"]:
        by_label[label].append(issue["id"])
for label, ids in sorted(by_label.items(), key=lambda pair: (-len(pair[1]), pair[0])):
    print(f"{label + ':':<6} {'#' * len(ids):<3} {', '.join(map(str, ids))}")

known = [issue["hours"] for issue in issues if issue["hours"] is not None]
print(f"mean {mean(known):.2f} h over {len(known)} of {len(issues)}, {len(known) / len(issues):.0%} known")
owners = {login for issue in issues if (login := (issue["by"] or {}).get("login"))}
print("owners:", ", ".join(sorted(owners)), "| longest:", max(issues, key=lambda issue: len(issue["title"]))["id"])

import re

page = """# Title

Some *text* with a [link](https://example.com/a) and `code`.

## Part one
- first
- second [x](/y)

```python
# no heading
print("hi")
```

## Part two
| a | b |
|---|---|
| 1 | 2 |
| 3 | 4 |
"""


def sections(text):
    title, body, fenced = None, [], False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        if not fenced and (match := re.match(r"(#+)\s+(.*)", line)):
            if title is not None:
                yield title, "\n".join(body).strip()
            title, body = (len(match[1]), match[2]), []
        else:
            body.append(line)
    yield title, "\n".join(body).strip()


found = dict(sections(page))
print([f"{'  ' * (level - 1)}{name}" for level, name in found])
print(re.findall(r"\[([^\]]+)\]\(([^)]+)\)", page), re.findall(r"`([^`\n]+)`", found[1, "Title"]))
print(re.search(r"```(\w+)\n(.*?)```", page, re.DOTALL).groups())

header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[2, "Part two"].splitlines()]
print([dict(zip(header, map(int, row))) for row in rows])
print([line[2:] for line in page.splitlines() if line.startswith("- ")])

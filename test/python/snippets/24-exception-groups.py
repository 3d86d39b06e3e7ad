def check(row):
    problems = []
    if not row.get("name"):
        problems.append(KeyError("name"))
    if row.get("age", 0) < 0:
        problems.append(ValueError(f"age {row['age']}"))
    if row.get("tags"):
        nested = [TypeError(f"tag {tag!r}") for tag in row["tags"] if not isinstance(tag, str)]
        if nested:
            problems.append(ExceptionGroup("tags", nested))
    if problems:
        raise ExceptionGroup(f"{len(problems)} problems", problems)
    return row


for row in ({"name": "ok"}, {"age": -1}, {"name": "x", "tags": ["a", 1, None]}, {"age": -2, "tags": [3]}):
    try:
        print(check(row))
    except* (KeyError, ValueError) as group:
        print("fields:", [str(error) for error in group.exceptions])
    except* TypeError as group:
        print("types:", group.message, group.exceptions[0].message, len(group.exceptions[0].exceptions))

group = ExceptionGroup("all", [ValueError(1), ExceptionGroup("in", [OSError(2), ValueError(3)])])
match, rest = group.split(ValueError)
print(match, "|", rest, "|", group.subgroup(lambda error: "2" in str(error)))


def leaves(error):
    return [leaf for each in error.exceptions for leaf in leaves(each)] if isinstance(error, BaseExceptionGroup) else [error]


print(leaves(group))
try:
    ExceptionGroup("none", [])
except ValueError as error:
    print(type(error).__name__)

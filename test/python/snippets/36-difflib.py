import difflib

before = """name: app
version: 1.0
debug: true
port: 80
""".splitlines(keepends=True)
after = """name: app
version: 1.1
port: 8080
debug: true
host: here
""".splitlines(keepends=True)

print("".join(difflib.unified_diff(before, after, "old.yaml", "new.yaml", n=1)), end="")
print([line.rstrip() for line in difflib.ndiff(["one\n", "two\n"], ["one\n", "too\n"])])
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), difflib.get_close_matches("zzz", ["a"]))
matcher = difflib.SequenceMatcher(None, "private thread", "private volatile thread")
print(round(matcher.ratio(), 3), [tuple(block) for block in matcher.get_matching_blocks()])
for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, "qabxcd", "abycdf").get_opcodes():
    print(f"{tag:<8} {'qabxcd'[i1:i2]!r:>5} -> {'abycdf'[j1:j2]!r}")

changed = sum(line.startswith(("+ ", "- ")) for line in difflib.Differ().compare(before, after))
print(changed, "lines changed")
restored = list(difflib.restore(difflib.ndiff(before, after), 2))
print(restored == after, difflib.HtmlDiff().make_table(["a"], ["b"]).count("<td") > 2)

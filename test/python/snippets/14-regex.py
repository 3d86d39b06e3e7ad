import re

log = """2024-03-01 12:00:01 ERROR [db] timeout after 30s (host=alpha)
2024-03-01 12:00:05 INFO  [web] GET /index 200
2024-03-02 08:15:00 ERROR [web] GET /users/42 500
garbage
2024-03-02 09:00:00 WARN  [db] slow: 12.5s"""

line = re.compile(
    r"""^(?P<day>\d{4}-\d\d-\d\d)\s(?P<time>[\d:]+)\s
        (?P<level>[A-Z]+)\s+\[(?P<part>\w+)\]\s(?P<text>.*)$""",
    re.VERBOSE | re.MULTILINE,
)
found = [match.groupdict() for match in line.finditer(log)]
print(len(found), found[0])
print(sorted({(each["level"], each["part"]) for each in found}))
print(re.findall(r"(\d+(?:\.\d+)?)s\b", log), re.search(r"/users/(\d+)", log)[1])
print(re.sub(r"(\w+)@(\w+)\.com", r"\2 of \g<1>", "ann@site.com, bob@home.com"))
print(re.sub(r"\d+", lambda match: str(int(match[0]) * 2), "3 apples, 10 pears"))
print(re.split(r"\s*[,;]\s*", "a , b;c ;d"), re.split(r"(-)", "x-y-z", maxsplit=1))
print(re.fullmatch(r"(?i)yes|no", "YES") is not None, re.match(r"b", "ab"))
print(re.escape("a.b*c"), re.findall(r"(?<=\$)\d+(?!\d)", "cost $15, $7"), re.findall(r"(?s)<(.+?)>", "<a\nb><c>"))
match = re.search(r"(?P<q>['\"])(.*?)(?P=q)", """say "it's" now""")
print(match.group(2), match.span(), match.start("q"), match.lastindex)
print(re.subn("a", "b", "banana", count=2))

import csv
import io

text = """name,city,amount
"Smith, Ann",London,"1,200.50"
Bob,"New ""old"" York",80
Zoë,,12
"""

rows = list(csv.DictReader(io.StringIO(text)))
print(rows[0], len(rows))
total = sum(float(row["amount"].replace(",", "")) for row in rows)
print(f"{total:.2f}", [row["city"] or "unknown" for row in rows])

out = io.StringIO()
writer = csv.DictWriter(out, fieldnames=["name", "amount"], extrasaction="ignore", lineterminator="\n")
writer.writeheader()
writer.writerows(sorted(rows, key=lambda row: row["name"], reverse=True))
print(out.getvalue(), end="")

tabs = io.StringIO()
csv.writer(tabs, delimiter="\t", quoting=csv.QUOTE_NONNUMERIC).writerows([["a b", 1, 2.5], ['say "x"', None, True]])
print(repr(tabs.getvalue()))
print(list(csv.reader(["1;2;'3;4'"], delimiter=";", quotechar="'")))
dialect = csv.Sniffer().sniff("a|b|c\n1|2|3\n", delimiters="|,;")
print(dialect.delimiter, list(csv.reader(["x|y"], dialect)))

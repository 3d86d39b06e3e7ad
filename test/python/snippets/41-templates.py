import html
import string
from string import Template
from urllib.parse import parse_qs, parse_qsl, quote, unquote_plus, urlencode, urljoin, urlsplit, urlunsplit

mail = Template("Dear $name,\nyou owe $$${amount}. ${note}")
print(mail.substitute(name="Ann", amount="12.50", note="Thanks"))
print(mail.safe_substitute(name="Bob"), sorted(mail.get_identifiers()))
try:
    mail.substitute(name="Cid")
except KeyError as error:
    print("missing", error)
print([part[1] for part in string.Formatter().parse("{a} and {b.c!r:>{w}}")])


class Safe(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{known} {unknown}".format_map(Safe(known=1)))

print(html.escape('<a href="x">&</a>'), html.unescape("caf&eacute; &#x27;&amp;lt;"))
url = urlsplit("https://user:pw@example.com:8443/a%20b/c;p?q=1&q=2&empty=&r=%C3%A9#frag")
print(url.hostname, url.port, url.username, url.path, url.fragment, parse_qs(url.query), parse_qsl(url.query, keep_blank_values=True))
print(urlunsplit(url._replace(netloc="example.org", query=urlencode({"a b": "é&", "list": [1, 2]}, doseq=True), fragment="")))
print(quote("a b/c?é"), quote("a/b", safe=""), unquote_plus("a+b%2Fc"))
print([urljoin("http://h/a/b/c", each) for each in ("d", "../d", "/d", "//x/y", "?q")])


def table(rows):
    cells = ("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{''.join(cells)}</table>"


print(table([["<b>", 1], [None, "x & y"]]))

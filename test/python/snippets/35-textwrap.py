import string
import textwrap
import unicodedata

text = "The quick brown fox jumps over the lazy dog, while the extraordinarily-hyphenated-word breaks."
print(textwrap.fill(text, width=30, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(text, 40, placeholder=" ..."), textwrap.wrap("aaa bbb ccc", 7))
print(textwrap.dedent("""\
    def f():
        return 1
    """) + textwrap.indent("a\n\nb", "> "))

print("title case here".title(), "Straße".casefold(), "ÀÉ".lower(), "ǆ".upper(), "x".center(5, "."), "7".zfill(3))
print("a,b,,c".split(","), "  a  b ".split(), "k=v=w".partition("="), "k=v=w".rsplit("=", 1), "a\nb\r\nc".splitlines())
print("prefix-name".removeprefix("prefix-"), "name.txt".removesuffix(".txt"), "xxhixx".strip("x"), "hello".translate(str.maketrans("el", "ip", "o")))
print("abc".find("z"), "banana".count("an"), "banana".replace("a", "o", 2), "abc"[::-1], "tab\tbed".expandtabs(8), "ab" * 3)
print("42".isdecimal(), "½".isnumeric(), "a_1".isidentifier(), "Hello World".swapcase(), "z" > "a", "résumé".isalpha())
print(unicodedata.normalize("NFD", "é").encode("ascii", "ignore").decode(), unicodedata.name("✓"), len("👍🏽"), "👍".encode().hex())


def slug(title):
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c in string.ascii_lowercase + string.digits else " " for c in plain).split())


print(slug("  Crème brûlée: 10 Tips & Tricks!  "), string.capwords("one two"), string.hexdigits[-6:])
print("\N{GREEK SMALL LETTER ALPHA}", ascii("ü"), "caf\u0065\u0301" == "café", b"caf\xc3\xa9".decode(), b"\xff".decode("utf-8", "replace"), "é".encode("latin-1"))

import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from xml.dom import minidom
from xml.sax.saxutils import escape, quoteattr

text = """<catalog xmlns:x="urn:x"><book id="b1" lang="en"><title>One &amp; Two</title><price>12.50</price></book>
<book id="b2"><title>Drei</title><price>8</price><x:note>rare</x:note></book></catalog>"""
root = ET.fromstring(text)
for book in root.iter("book"):
    print(book.get("id"), book.findtext("title"), float(book.find("price").text), book.get("lang", "?"))
print(root.find(".//book[@id='b2']/title").text, root.find(".//{urn:x}note").text, [node.tag for node in root[0]])
print(sum(float(price.text) for price in root.findall("./book/price")), len(root), root.find("nothing"))

made = ET.Element("items", {"n": "2"})
for name in ("a<b", "c"):
    ET.SubElement(made, "item").text = name
made[1].set("done", 'say "x"')
made[1].tail = "after"
ET.indent(made)
print(ET.tostring(made, encoding="unicode"))
try:
    ET.fromstring("<a><b></a>")
except ET.ParseError as error:
    print("broken at", error.position)
print(minidom.parseString("<r><c k='v'/></r>").documentElement.firstChild.getAttribute("k"), escape("<&>"), quoteattr('a"b'))


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.inside = [], False

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.inside = True
            self.links.append([dict(attributes).get("href"), ""])

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "a"

    def handle_data(self, data):
        if self.inside:
            self.links[-1][1] += data


links = Links()
links.feed("<p>See <a href='/one'>the <b>first</b></a> and <A HREF=two>second &copy;</A>.<br></p>")
print(links.links)

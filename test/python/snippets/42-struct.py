import array
import struct
from collections import namedtuple

header = struct.Struct("<4sHBxI")
packed = header.pack(b"DATA", 513, 7, 0xDEADBEEF)
print(packed.hex(), header.size, header.unpack(packed))
print(struct.pack(">hq", -2, 1 << 40), struct.unpack("<3f", struct.pack("<3f", 1.5, -2, 0.25)), struct.calcsize("=bhi"))

Record = namedtuple("Record", "id score name")
rows = [(1, 2.5, b"ann"), (2, -0.5, b"bob")]
blob = b"".join(struct.pack("!Id6s", *row) for row in rows)
for key, score, name in struct.iter_unpack("!Id6s", blob):
    print(Record(key, score, name.rstrip(b"\0").decode()))
view = memoryview(bytearray(blob))
struct.pack_into("!I", view, 0, 99)
print(struct.unpack_from("!I", view)[0], view[4:6].tobytes(), len(view), view.readonly)
try:
    struct.unpack("<I", b"abc")
except struct.error as error:
    print(error)

numbers = array.array("i", [3, 1, 2])
numbers.extend(range(2))
print(numbers.tolist(), numbers.itemsize, sum(numbers), array.array("d", [1.5]).tobytes().hex())
print((1000).to_bytes(4, "big"), int.from_bytes(b"\xff\xfe", "little", signed=True), (255).bit_length(), (0b1011).bit_count())
data = bytearray(b"hello world")
data[0:5] = b"HOWDY"
data += b"!"
del data[5]
print(data, data.find(b"w"), bytes(reversed(data[:3])), data.split(b"W"), bytes.fromhex("00 ff"), b"%d-%s" % (5, b"x"))
print(bytes([65, 66]) + b"C", b"abc"[1], b"abc"[1:2], list(b"hi"), b"A".isalpha(), b"a,b".partition(b","))

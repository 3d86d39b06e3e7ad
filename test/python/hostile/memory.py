#// mem-01 | limit | One array of bytes that grows in place.
data = bytearray(1)
while True:
    data.extend(bytes(data))
#// mem-02 | limit | A list that doubles, and swallows that there is no more.
held = [0]
while True:
    try:
        held.extend(held)
    except MemoryError:
        held.append(list(range(1000)))
#// mem-03 | limit | A table with long keys that are all different.
table, n = {}, 0
while True:
    table[f"{n:0>5000}"] = [n] * 100
    n += 1
#// mem-04 | limit | Texts by format, by filling up, by repetition, by joining.
held = []
for way in (
    lambda: f"{1:>{2**30}}",
    lambda: "%*d" % (2**30, 1),
    lambda: b"x".ljust(2**30),
    lambda: "ab".center(2**30),
    lambda: ",".join(["word" * 10_000] * 50_000),
    lambda: ("x" * 2**20).replace("x", "y" * 2**12),
    lambda: "\t".expandtabs(2**30),
    lambda: "1" * 2**31,
):
    try:
        held.append(way())
    except (MemoryError, OverflowError) as error:
        print("INFO", type(error).__name__)
while True:
    held.append(bytearray(2**22))
#// mem-05 | contained | Files past what they may hold in all, each written in one piece.
import os

piece, written = b"x" * 9_000_000, 0
for n in range(8):
    try:
        handle = os.open(f"piece{n}", os.O_CREAT | os.O_WRONLY)
        written += os.write(handle, piece)
        os.close(handle)
    except OSError as error:
        print("INFO", error)
        break
R(written > 68_000_000, f"{written} bytes in files")
#// mem-06 | contained | Files past what they may hold in all, by setting their length.
import os

held = 0
for n in range(4):
    with open(f"long{n}", "wb") as file:
        try:
            file.truncate(25_000_000)
        except OSError as error:
            print("INFO", error)
    held += os.path.getsize(f"long{n}")
R(held > 68_000_000, f"{held} bytes in files")
#// mem-07 | contained | Files past what they may hold in all, by appending to one.
piece, written = b"x" * 8_000_000, 0
with open("grows", "wb", buffering=0) as file:
    try:
        while written < 80_000_000:
            written += file.write(piece)
    except OSError as error:
        print("INFO", error)
R(written > 68_000_000, f"{written} bytes in a file")
#// mem-08 | contained | Links, folders and tiny files without end.
import os

made = 0
try:
    while made < 30_000:
        os.symlink("file", f"link{made}")
        os.mkdir(f"folder{made}")
        open(f"file{made}", "w").close()
        made += 3
except OSError as error:
    print("INFO", error)
R(made > 12_000, f"{made} entries")
#// mem-09 | limit | Pipes that are filled and that nobody reads.
import os

held = []
while True:
    held.append(os.pipe())
    for _ in range(200):
        os.write(held[-1][1], b"x" * 65_536)
#// mem-10 | limit | Links whose targets are as long as texts can be.
import os

target, n = "x" * 2_000_000, 0
while True:
    try:
        os.symlink(target + str(n), f"link{n}")
    except OSError as error:
        print("INFO", error)
        break
    n += 1
held = []
while True:
    held.append(bytearray(2**20))
#// mem-11 | limit | Small archives that become large, in each of the formats.
import bz2
import lzma
import zlib

packed = [(zlib, zlib.compress(bytes(5_000_000))), (bz2, bz2.compress(bytes(5_000_000))), (lzma, lzma.compress(bytes(5_000_000)))]
held = []
while True:
    held.extend(module.decompress(data) for module, data in packed)
#// mem-12 | limit | A table of a database in memory, filled by the database itself.
import sqlite3

db = sqlite3.connect(":memory:")
db.execute("create table t (a)")
db.execute("with recursive n(i) as (select 1 union all select i + 1 from n) insert into t select randomblob(100000) from n")
#// mem-13 | limit | Blobs as large as the database lets them be.
import sqlite3

held = []
while True:
    held.append(sqlite3.connect(":memory:").execute("select hex(zeroblob(100000000))").fetchone())
#// mem-14 | limit | Anonymous memory, mapped past what Python counts.
import mmap

held = []
while True:
    try:
        held.append(mmap.mmap(-1, 2**24))
        held[-1][:] = b"x" * 2**24
    except (OSError, MemoryError, ValueError) as error:
        held.append(bytearray(2**20))
#// mem-15 | limit | Everything that iterators can give, kept at once.
import itertools

held = list(itertools.product(range(100), repeat=10))
#// mem-16 | limit | Tasks and futures that nobody waits for.
import asyncio

held = []
while True:
    held.append(asyncio.create_task(asyncio.sleep(10**6)))
    held.append(asyncio.get_running_loop().create_future())
#// mem-17 | limit | Patterns that are small and become large programs.
import re

held = []
while True:
    held.append(re.compile("(?:a{9}|b{9}|[^c]){%d}(?:%s)" % (len(held) + 1, "|".join(f"x{n}y" * 20 for n in range(5_000)))))
#// mem-18 | limit | Frames of generators that wait in each other.
def chain(inner):
    big = [0] * 10_000
    for each in inner:
        yield each, big


held = iter([1])
while True:
    held = chain(held)
    keep = [held, [0] * 10_000]
    try:
        held.send(None)
    except (RecursionError, StopIteration):
        pass
    held = chain(iter([held]))
#// mem-19 | limit | A number that doubles its length for ever.
number = 3
while True:
    number *= number

import bz2
import gzip
import io
import tarfile
import zipfile

files = {"readme.txt": "hello", "data/numbers.csv": "a,b\n1,2\n", "data/ü.txt": "grüße " * 100}
held = io.BytesIO()
with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, text in files.items():
        archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text)

with zipfile.ZipFile(io.BytesIO(held.getvalue())) as archive:
    print(archive.namelist(), archive.testzip())
    print(archive.getinfo("readme.txt").file_size, archive.read("data/numbers.csv").decode().splitlines())
    with archive.open("data/ü.txt") as member:
        print(io.TextIOWrapper(member, encoding="utf-8").read()[:6])
    print([path.name for path in sorted(zipfile.Path(archive, "data/").iterdir(), key=lambda path: path.name)])
print(zipfile.is_zipfile(io.BytesIO(b"no")), held.getvalue()[:2])
try:
    zipfile.ZipFile(io.BytesIO(b"not a zip"))
except zipfile.BadZipFile as error:
    print(error)

packed = gzip.compress(b"x" * 10_000, mtime=0)
print(len(packed) < 100, len(gzip.decompress(packed)))
with gzip.open(io.BytesIO(packed), "rt") as text:
    print(text.read(3))
print(bz2.decompress(bz2.compress(b"bz" * 5)))

tape = io.BytesIO()
with tarfile.open(fileobj=tape, mode="w:gz") as archive:
    for name, text in files.items():
        info = tarfile.TarInfo(name)
        info.size = len(text.encode())
        archive.addfile(info, io.BytesIO(text.encode()))
tape.seek(0)
with tarfile.open(fileobj=tape) as archive:
    print([(member.name, member.size) for member in archive], archive.extractfile("readme.txt").read())

import os
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory(prefix="work-") as folder:
    path = Path(folder, "data.txt")
    path.write_text("\n".join(str(n) for n in range(100)))
    with path.open() as file:
        print(sum(int(line) for line in file), Path(folder).name.startswith("work-"))
    print(os.listdir(folder))
print(os.path.exists(folder))

with tempfile.NamedTemporaryFile("w+", suffix=".csv", delete=False) as file:
    file.write("a,b\n")
    file.flush()
    file.seek(0)
    print(file.read(), end="")
print(file.name.endswith(".csv"), os.path.getsize(file.name), file.closed)
os.unlink(file.name)

with tempfile.TemporaryFile() as file:
    file.write(b"\x00\x01")
    file.seek(1)
    print(file.read(), file.seekable())
with tempfile.SpooledTemporaryFile(max_size=10, mode="w+") as file:
    file.write("more than ten characters")
    file.seek(5)
    print(file.read(4))
handle, name = tempfile.mkstemp(text=True)
os.write(handle, b"low level")
os.close(handle)
print(Path(name).read_text(), Path(tempfile.gettempdir()).is_dir())
os.remove(name)

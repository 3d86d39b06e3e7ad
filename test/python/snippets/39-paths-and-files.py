import errno
import os
import shutil
from pathlib import Path, PurePosixPath

root = Path("report")
shutil.rmtree(root, ignore_errors=True)
(root / "2024" / "q1").mkdir(parents=True)
(root / "2024" / "q1" / "jan.txt").write_text("één\ntwo\nthree\n", encoding="utf-8")
(root / "2024" / "notes.md").write_bytes(b"# notes")
(root / "old.TXT").touch()

print(sorted(path.as_posix() for path in root.rglob("*") if path.is_file()))
print([path.name for path in sorted(root.glob("**/*.txt"))], (root / "2024").is_dir(), (root / "none").exists())
jan = root / "2024/q1/jan.txt"
print(jan.stat().st_size, jan.read_text(encoding="utf-8").splitlines()[0], jan.suffix, jan.stem, jan.parent.name, jan.parts)
with jan.open("a", encoding="utf-8") as file:
    print("four", file=file)
with open(jan, encoding="utf-8") as file:
    print(len(file.readlines()), file.name, file.closed)
jan.rename(jan.with_suffix(".log")).replace(root / "moved.log")
print(sorted(os.listdir(root)), jan.exists(), (root / "moved.log").relative_to(root))
with open(root / "bytes.bin", "w+b") as file:
    file.write(bytes(range(10)))
    file.seek(-3, os.SEEK_END)
    print(file.read(), file.tell())
for folder, folders, files in os.walk(root):
    folders.sort()
    print(os.path.relpath(folder, root), folders, sorted(files))
shutil.copytree(root / "2024", root / "copy")
print((root / "copy/notes.md").read_text(), os.path.splitext("a/b.tar.gz"), os.path.join("a", "..", "b"), os.path.normpath("a/../b"))
print(PurePosixPath("/a/b/../c").name, PurePosixPath("a/b.txt").match("*.txt"), PurePosixPath("/x/y").is_relative_to("/x"))
try:
    (root / "none").read_text()
except FileNotFoundError as error:
    print(type(error).__name__, error.errno == errno.ENOENT, error.filename)
shutil.rmtree(root)
print(root.exists())

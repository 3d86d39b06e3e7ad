#// fs-01 | contained | The planted file by every module that reads files.
import fileinput
import importlib.machinery
import io
import linecache
import mmap
import os
import pathlib
import runpy
import shutil
import tokenize

path = "/tmp/" + "_".join(["cm", "sentinel", "host"])
ways = {
    "io": lambda: io.FileIO(path).readall(),
    "fileinput": lambda: next(iter(fileinput.input([path]))),
    "linecache": lambda: linecache.getline(path, 1),
    "pathlib": lambda: pathlib.Path(path).read_bytes(),
    "shutil": lambda: shutil.copy(path, "copy") and open("copy").read(),
    "tokenize": lambda: tokenize.open(path).read(),
    "runpy": lambda: runpy.run_path(path),
    "loader": lambda: importlib.machinery.SourceFileLoader("x", path).get_data(path),
    "mmap": lambda: mmap.mmap(os.open(path, os.O_RDONLY), 0).read(),
    "stat": lambda: os.stat(path).st_size,
    "scandir": lambda: [each for each in os.scandir("/tmp") if each.name.startswith("cm_sentinel")],
}
got = []
for name, way in ways.items():
    try:
        if way():
            got.append(name)
    except (OSError, SyntaxError, NameError, ValueError):
        pass
R(len(got) > 0, f"the planted file by {' '.join(got)}")
#// fs-02 | contained | A walk over everything there is, for what only the host has.
import os

needle = "-".join(["CM_SECRET", "0123456789abcdef"])
files, found = 0, []
for folder, _, names in os.walk("/", followlinks=False):
    for name in names:
        path = os.path.join(folder, name)
        files += 1
        if folder.startswith("/dev") or files > 20_000:
            continue
        try:
            with open(path, "rb") as file:
                if needle.encode() in file.read(65_536):
                    found.append(path)
        except OSError:
            pass
host = [path for path in ("/etc/passwd", "/usr/bin/env", "/proc/self/environ", "/proc/1/cmdline", "/root", "/var/log") if os.path.exists(path)]
print("INFO", files, "files")
R(bool(found or host), f"files of the host: {found + host}")
#// fs-03 | contained | Devices: what can be read from each, and whether any is the host's.
import os

got = []
for name in sorted(os.listdir("/dev")):
    if name in ("random", "urandom", "wire", "zero"):
        continue
    try:
        handle = os.open(f"/dev/{name}", os.O_RDONLY | os.O_NONBLOCK)
        if os.read(handle, 100):
            got.append(name)
    except OSError:
        pass
for handle in (0, 1, 2):
    try:
        if os.read(handle, 100):
            got.append(str(handle))
    except OSError:
        pass
R(len(got) > 0, f"text from {' '.join(got)}")
#// fs-04 | contained | Names of the host's folders in anything that Python holds in memory.
import gc
import sys

needle = "_".join(["node", "modules"])
texts = [each for each in gc.get_objects() if isinstance(each, (dict, list, tuple, set))]
found = set()
for each in texts:
    for item in [*each.values(), *each] if isinstance(each, dict) else list(each):
        if isinstance(item, str) and needle in item and item != needle:
            found.add(item[:80])
try:
    import pyodide_js

    found.add(str(pyodide_js.lockfileBaseUrl))
except ImportError:
    pass
R(len(found) > 0, f"names of folders of the host: {found}")
#// fs-05 | contained | Links to the host's files, and ways around in them.
import os

got = []
targets = ["/tmp/cm_sentinel_host", "/proc/self/root/etc/passwd", "/proc/self/cwd/../../../../etc/passwd", "../" * 40 + "etc/passwd", "/dev/fd/3", "//etc/passwd"]
for n, target in enumerate(targets):
    try:
        os.symlink(target, f"link{n}")
        with open(f"link{n}") as file:
            got.append(file.read(1) and target)
    except OSError:
        pass
for way in (lambda: os.chroot("/.."), lambda: os.chdir("/proc/self/root"), lambda: os.link("/tmp/cm_sentinel_host", "hard")):
    try:
        way()
        got.extend(path for path in ("/etc/passwd", "etc/passwd", "hard") if os.path.exists(path))
    except (OSError, AttributeError):
        pass
R(len(got) > 0, f"the host's files by {got}")
#// fs-06 | contained | A database that is opened as, attached to, copied into and extended by a file of the host.
import sqlite3

done = []
db = sqlite3.connect(":memory:", autocommit=True) if sqlite3.sqlite_version_info > (3,) else None
for sql in (
    "select readfile('/tmp/cm_sentinel_host')",
    "select load_extension('/lib/x86_64-linux-gnu/libm.so.6')",
    "attach 'file:///tmp/cm_sentinel_host?mode=ro' as host; select * from host.sqlite_master",
    "create virtual table t using csv(filename='/etc/passwd')",
):
    try:
        db.executescript(sql)
        done.append(sql)
    except sqlite3.Error:
        pass
try:
    db.enable_load_extension(True)
    db.load_extension("/lib/x86_64-linux-gnu/libm.so.6")
    done.append("extension")
except (AttributeError, sqlite3.Error):
    pass
try:
    done.append(sqlite3.connect("file:/tmp/cm_sentinel_host?mode=ro", uri=True).execute("pragma schema_version").fetchone())
except sqlite3.Error:
    pass
R(len(done) > 0, f"the host's files through SQL: {done}")
#// fs-07 | contained | Modules of the host's Python, by folders on the path.
import importlib
import sys
import zipimport

sys.path[:0] = ["/usr/lib/python3", "/usr/lib/python3/dist-packages", "/proc/self/root/usr/lib/python3", "/tmp"]
came = []
for name in ("apt_pkg", "dbus", "_sysconfigdata__linux_x86_64-linux-gnu", "sitecustomize", "cm_sentinel_host"):
    try:
        importlib.import_module(name)
        came.append(name)
    except ImportError:
        pass
for path in ("/usr/share/python-wheels/pip.whl", "/tmp/cm_sentinel_host"):
    try:
        came.append(zipimport.zipimporter(path))
    except ImportError:
        pass
R(len(came) > 0, f"modules of the host: {came}")
#// fs-08 | contained | Memory that processes share, and the memory of the machine, as files.
import mmap
import os

got = []
for path in ("/dev/mem", "/dev/kmem", "/proc/kcore", "/proc/self/mem", "/dev/shm/cm", "/proc/self/maps"):
    try:
        with open(path, "rb") as file:
            got.append(path) if file.read(16) else None
    except OSError:
        pass
try:
    from multiprocessing import shared_memory

    got.append(shared_memory.SharedMemory("cm", create=True, size=10).name)
except (ImportError, OSError, PermissionError):
    pass
own = mmap.mmap(-1, 4096)
own[:3] = b"own"
R(len(got) > 0, f"memory outside: {got}")
#// fs-09 | contained | The environment by every way that it can be asked for.
import os
import posix
import sysconfig

needle = "-".join(["CM_SECRET", "0123456789abcdef"])
seen = [str(dict(os.environ)), str(posix.environ), str(os.getenv("CM_" + "SECRET")), os.path.expandvars("$CM_" + "SECRET"), str(sysconfig.get_config_vars())]
for path in ("/proc/self/environ", "/proc/1/environ"):
    try:
        seen.append(open(path).read())
    except OSError:
        pass
try:
    import js

    seen.append(str(js.process.env.CM_SECRET))
except ImportError:
    pass
R(any(needle in each for each in seen), "the secret of the environment")
#// fs-10 | contained | Files put where another process of the host would run or read them.
import os

for path in ("/tmp/cm_hostile.py", "/etc/cron.d/cm_hostile", "/root/.profile", "/home/pyodide/.pythonrc", "/lib/python3.14/sitecustomize.py"):
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write("print('ESCAPED by a file that was left behind')\n")
        print("INFO wrote", path, "inside")
    except OSError:
        pass
try:
    import pyodide_js

    pyodide_js.mountNodeFS("/mounted", "/tmp")
    R(True, "a folder of the host is mounted for writing")
except ImportError as error:
    R(False, type(error).__name__)

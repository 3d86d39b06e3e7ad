from unittest import mock
import generated.servers.filesystem as fs

with mock.patch.object(fs, "read_file", new=lambda name: "fake"):
    print(fs.read_file("notes.txt").upper())
fs.read_file = lambda name: name * 2
fs.read_file("a")

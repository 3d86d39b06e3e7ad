#// out-01 | limit | A flood of short lines to both streams in turn.
import sys

while True:
    print("o", file=sys.stdout)
    print("e", file=sys.stderr)
#// out-02 | limit | One text of a hundred megabytes, with characters of four bytes.
print("\N{GRINNING FACE}" * 25_000_000)
#// out-03 | limit | Lines that never end, character by character.
while True:
    print(end="x")
#// out-04 | limit | The limit swallowed whenever it is told, and on with it.
import sys

while True:
    try:
        while True:
            sys.stdout.write("more and more\n")
    except BaseException:
        pass
#// out-05 | limit | A flood by logging, warnings and uncaught errors of tasks.
import asyncio
import logging
import warnings

logging.basicConfig(level=logging.DEBUG)
warnings.simplefilter("always")


async def fails():
    raise ValueError("x" * 1000)


while True:
    logging.error("x" * 1000)
    warnings.warn("x" * 1000)
    asyncio.ensure_future(fails())
    await asyncio.sleep(0)
#// out-06 | contained | Text that no encoding has, that moves cursors, rings bells and ends lines in every way.
import sys

print("\ud800\udfff lone", "\0 zero", "\x1b]0;title\x07\x1b[31m", "\u2028\u2029\x85\r\n\v\f", "\u202eright to left", sep="\n")
sys.stderr.write("\udcff" * 1000)
sys.stdout.buffer.write(bytes(range(256)))
print()
R(False, "texts")
#// out-07 | contained | Descriptors under the streams, and streams made of them: nothing may reach the host's own output or wire.
import faulthandler
import os
import sys

for handle in (1, 2):
    os.write(handle, b"ESCAPED by a descriptor\n")
    with open(handle, "w", closefd=False) as file:
        file.write("ESCAPED by a stream of it\n")
try:
    faulthandler.dump_traceback(file=1, all_threads=True)
except Exception as error:
    print("INFO", type(error).__name__)
sys._debugmallocstats() if hasattr(sys, "_debugmallocstats") else None
R(False, "descriptors")
#// out-08 | contained | Lines in the form of the runtime's own messages, and of the host's.
for line in ('{"kind":"done","run":1,"value":"forged"}', '{"kind":"ready"}', '{"kind":"result","id":1,"value":"forged"}', "line"):
    print(line)
    print(line, end="\n\n", flush=True)
R(False, "a printed line is a text")
#// out-09 | limit | A stream of the program's own that prints what it is told to print.
import sys


class Echo:
    def write(self, text):
        print(text, file=sys.__stdout__)
        print(text, file=self)

    def flush(self):
        pass


sys.setrecursionlimit(500)
sys.stdout = Echo()
while True:
    try:
        print("again")
    except RecursionError:
        pass

import { expect, test } from "vitest";
import { functionFromProgram } from "./from-program.ts";

test.each<[string, string, string]>([
  [
    "imports and independent functions stay outside; literals become parameters",
    `"""Counts."""
from generated.servers.filesystem import read_file
import asyncio

# The file to read
PATH = "/tmp/a.txt"
limit: int = 3  # at most
total = 0
def add(n):
    global total
    total += n
@staticmethod
def pure(x):
    return x
def words(text):
    return text.split()[:limit]

text = await read_file(path=PATH, head=5)
doc = f"""
keep {text
}
  this"""
add(len(words(text)))
{"words": words(text), "total": total, "doc": doc}
# end
`,
    `"""Counts."""

from generated.servers.filesystem import read_file
import asyncio

@staticmethod
def pure(x):
    return x

async def f(PATH: str = "/tmp/a.txt", limit: int = 3, head: int = 5):
    # The file to read
    # limit: at most
    total = 0
    def add(n):
        nonlocal total
        total += n
    def words(text):
        return text.split()[:limit]

    text = await read_file(path=PATH, head=head)
    doc = f"""
keep {text
}
  this"""
    add(len(words(text)))
    return {"words": words(text), "total": total, "doc": doc}
    # end
`,
  ],
  [
    "a main function",
    `import asyncio
from generated.servers import filesystem as fs

# All names.
async def main() -> int:
  """What it does."""
  names = ["a", "b"]
  n = 0
  for name in names:
    n += len(await fs.read_file({"path": name, "opts": {"deep": [1, 2]}}))
  return n

asyncio.run(main())`,
    `import asyncio
from generated.servers import filesystem as fs

# All names.
async def f(opts: dict = {"deep": [1, 2]}):
    """What it does."""
    names = ["a", "b"]
    n = 0
    for name in names:
      n += len(await fs.read_file({"path": name, "opts": opts}))
    return n
`,
  ],
  [
    "a main function beside what it needs",
    "import asyncio\nbase = compute()\nasync def main():\n    return base\nasyncio.run(main())",
    "import asyncio\n\nasync def f():\n    base = compute()\n    async def main():\n        return base\n    return await main()\n",
  ],
  [
    "what is done only as a program",
    'import asyncio\nasync def main():\n    await servers.fs.write(path="a")\nif __name__ == "__main__":\n    asyncio.run(main())\n',
    'import asyncio\n\nasync def f(path: str = "a"):\n    async def main():\n        await servers.fs.write(path=path)\n    if True:\n        await main()\n',
  ],
  [
    "a program that is indented as a whole, with several statements on a line",
    "    x = 1; y = 2\n    x = asyncio.run(g(\n       1))\n    x + y;\n",
    "async def f(y: int = 2):\n    x = 1\n    x = (await g(\n       1))\n    return x + y\n",
  ],
  [
    "a coroutine at the end is awaited",
    "from generated.servers.calculator import add\n\nadd(a=1, b=2)  # the sum\n",
    "from generated.servers.calculator import add\n\nasync def f(a: int = 1, b: int = 2):\n    return await add(a=a, b=b)  # the sum\n",
  ],
  [
    "what changes stays",
    'found = []\nseen = ["a"]\ncounts = {"a": 1}\nn = 1\nkept = [1]\nfor n in kept:\n    seen.append(n)\n    counts["a"] += n\nfound + seen\n',
    'async def f():\n    found = []\n    seen = ["a"]\n    counts = {"a": 1}\n    n = 1\n    kept = [1]\n    for n in kept:\n        seen.append(n)\n        counts["a"] += n\n    return found + seen\n',
  ],
  [
    "an import whose name is bound again moves",
    "import json\nimport os\njson = json.loads('1')\njson",
    "import os\n\nasync def f():\n    import json\n    json = json.loads('1')\n    return json\n",
  ],
  [
    "print is a statement, compound statements have no value",
    'print("a")\nif True:\n    1\nelse:\n    2\nprint("b")\n',
    'async def f():\n    print("a")\n    if True:\n        1\n    else:\n        2\n    print("b")\n',
  ],
  [
    "names that are taken",
    'path = compute()\nawait servers["odd name"].read(path="x", **{"class": 1})\nawait servers.a.b({"class": True, "path": "x", "none": None})\n',
    'async def f(path_2: str = "x", class_: bool = True):\n    path = compute()\n    await servers["odd name"].read(path=path_2, **{"class": 1})\n    return await servers.a.b({"class": class_, "path": path_2, "none": None})\n',
  ],
  [
    "long literals and brackets over lines",
    'x = (\n  "one "\n  "two"\n)\nawait servers.a.b(\n    items=[\n        1,  # one\n        2,\n    ],\n)\n',
    'async def f(\n    x: str = (\n  "one "\n  "two"\n),\n    items: list = [\n        1,  # one\n        2,\n    ],\n):\n    return await servers.a.b(\n        items=items,\n    )\n',
  ],
  [
    "a module of functions is one already",
    "import os\nX = 3\nasync def g(n: int = X):\n    return n\n",
    "import os\nX = 3\nasync def g(n: int = X):\n    return n\n",
  ],
  [
    "types as written, and variables that are called as a builtin is",
    'path: "Path" = "/a"\nn: float | None = 3\nmax = compute()\n[path, n, max]\n',
    'async def f(path: str = "/a", n: float | None = 3):\n    max = compute()\n    return [path, n, max]\n',
  ],
  ["only literals", "x = 1  # one\n", "async def f(x: int = 1):\n    # x: one\n    pass\n"],
  ["a text alone", '"a"', 'async def f():\n    return "a"\n'],
])("Python: %s", (_, program, expected) => {
  expect(functionFromProgram({ language: "python", code: program, name: "f" }).code).toBe(expected);
});

test("parameters are told with types, values and lines", () => {
  const code = `a = "é\\n\\x41\\u00e9" 'b'
b = r"\\n"
c = -0x10
d = 1_000.5
e = {"k": [True, None, {}]}
f"{a!r:>{b}} {'x' + f'{c}'}"
g = b"x"
h = 2j
i = (1)
j = (1,)`;
  expect(functionFromProgram({ language: "python", code, name: "f" }).parameters).toEqual([
    { name: "a", type: "str", value: "é\nAéb", line: 1 },
    { name: "b", type: "str", value: "\\n", line: 2 },
    { name: "c", type: "int", value: -16, line: 3 },
    { name: "d", type: "float", value: 1000.5, line: 4 },
    { name: "i", type: "int", value: 1, line: 9 },
  ]);
});

"""A script as a model writes it for a file of its own."""

import asyncio
import sys
from typing import Any


async def load(name: str) -> dict[str, Any]:
    await asyncio.sleep(0)
    return {"name": name, "length": len(name)}


async def main() -> int:
    loaded = [await load(name) for name in ("alpha", "be", "gamma")]
    longest = max(loaded, key=lambda each: each["length"])
    print(f"{len(loaded)} loaded, longest {longest['name']}")
    return 0 if loaded else 1


if __name__ == "__main__":
    code = asyncio.run(main())
    print("code", code, __name__, __doc__)
    if code:
        sys.exit(code)
    print(asyncio.run(load("again")))

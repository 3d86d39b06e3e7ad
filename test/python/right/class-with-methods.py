from dataclasses import dataclass, field
from generated.servers.filesystem import read_file


@dataclass
class Reader:
    folder: str = "."
    seen: list[str] = field(default_factory=list)

    async def read_file(self, name):
        self.seen.append(name)
        return await read_file(path=f"{self.folder}/{name}")


reader = Reader()
text = await reader.read_file("notes.txt")
[len(text), reader.seen]

# Reads a folder of text files in parallel, counts words, remembers what it found, and writes a report.
import asyncio
import re
from collections import Counter

from generated.servers.filesystem import list_allowed_directories, list_directory, read_text_file, write_file
from generated.servers.memory import create_entities, read_graph

folder = (await list_allowed_directories()).strip().split("\n")[-1]
listing = await list_directory(path=folder)
names = re.findall(r"^\[FILE\] (.+\.txt)$", listing, re.MULTILINE)
texts = await asyncio.gather(*[read_text_file(path=f"{folder}/{name}") for name in names])


def words(text):
    return re.findall("[a-z]+", text.lower())


files = [{"name": name, "words": len(words(text))} for name, text in zip(names, texts)]
counts = Counter(word for text in texts for word in words(text) if len(word) > 3)
common = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5])

await create_entities(
    entities=[
        {"name": file["name"], "entityType": "file", "observations": [f"has {file['words']} words"]} for file in files
    ]
)
entities = (await read_graph())["entities"]
report = "\n".join(f"- {file['name']}: {file['words']} words" for file in files)
await write_file(path=f"{folder}/report.md", content=report)

print(f"Read {len(names)} files, remembered {len(entities)} facts, wrote report.md.")
{"files": files, "common": common}

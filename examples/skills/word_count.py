"""Counts the words of a text file that the filesystem server can read."""

from generated.servers.filesystem import read_text_file


async def word_count(path: str) -> int:
    text = await read_text_file(path=path)
    return len(text.split())

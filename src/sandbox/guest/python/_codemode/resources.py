"""`resources`, `prompts` and `handles`: what servers have besides tools, and what earlier executions have kept."""

import json

from .servers import ask


class Resources:
    """`resources`: what servers offer to read."""

    async def list(self, *, server=None, query=None):
        return await _list("resources", server, query)

    async def templates(self, *, server=None, query=None):
        return await _list("templates", server, query)

    async def read(self, uri, *, server=None):
        return await ask("read", uri=_short("uri", uri, MOST_IN_URI), **_from(server))

    def __repr__(self):
        return "<resources: list(server=..., query=...), templates(server=..., query=...), read(uri, server=...)>"


class Prompts:
    """`prompts`: prompts of servers."""

    async def list(self, *, server=None, query=None):
        return await _list("prompts", server, query)

    async def get(self, name, args=None, /, *, server=None, **keywords):
        given = {**(args or {}), **keywords}
        # All arguments of prompts are texts (MCP `prompts/get`).
        texts = {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}
        return await ask("prompt", name=_short("name", name), args=texts, **_from(server))

    def __repr__(self):
        return "<prompts: list(server=..., query=...), get(name, args, server=...)>"


class Handles:
    """`handles`: what earlier executions have kept."""

    async def load(self, handle):
        return await ask("load", handle=_short("handle", handle))

    def __repr__(self):
        return "<handles: load(handle)>"


async def _list(what, server, query):
    return await ask("list", what=what, **_from(server), **({} if query is None else {"query": _short("query", query)}))


def _from(server):
    return {} if server is None else {"server": _short("server", server)}


def _short(what, value, most=1_000):
    text = str(value)
    if len(text) > most:
        raise ValueError(f"A {what} has at most {most} characters, not {len(text)}.")
    return text


MOST_IN_URI = 10_000

"""`progress` and `show`: what a program tells the user while it runs."""

import base64
import math

from . import output, values, wire

_max_bytes = 0
_run = 0


def start_run(run, max_bytes):
    global _run, _max_bytes
    _run = run
    _max_bytes = max_bytes


def progress(done, total=None, message=None):
    """Tells the user how far the program is."""
    told = {"progress": _amount("done", done)}
    if total is not None:
        told["total"] = _amount("total", total)
    if message is not None:
        told["message"] = str(message)[:MOST_CHARACTERS]
    output.flush()
    wire.post({"kind": "progress", "run": _run, **told})


def show(*content):
    """
    Hands content to the user and the model: a content block of MCP, whose `data` or `blob` may also be bytes; a list of them; a text; a list
    of dicts, which becomes a table; anything else as JSON.
    """
    blocks = []
    for each in content:
        many = isinstance(each, (list, tuple)) and each and all(_is_block(one) for one in each)
        blocks += [_block(one) for one in each] if many else [_block(each)]
    text = wire.encode({"kind": "show", "run": _run, "content": blocks})
    if len(text) > _max_bytes:
        raise ValueError(f"One show() takes at most {_max_bytes} characters of JSON, and this has {len(text)}. Show less, or in pieces.")
    output.flush()
    wire.post_text(text)


def _is_block(value):
    return isinstance(value, dict) and value.get("type") in BLOCKS


def _block(value):
    if isinstance(value, str):
        return {"type": "text", "text": str(value)}
    if not _is_block(value):
        text = _table(value)
        return {"type": "text", "text": text if text is not None else values.to_json(value) or "null"}
    kind = value["type"]
    if kind in ("image", "audio"):
        if not isinstance(value.get("mimeType"), str):
            raise TypeError(f"An {kind} needs its mimeType, for instance {MIME[kind]!r}.")
        return values.arguments({**value, "data": _base64("data", value.get("data"))}, "content")
    if kind == "resource":
        resource = value.get("resource")
        if not isinstance(resource, dict) or not isinstance(resource.get("uri"), str):
            raise TypeError("A resource needs {'resource': {'uri': ..., 'text': ...}} or {'resource': {'uri': ..., 'blob': ...}}.")
        if "blob" in resource:
            resource = {**resource, "blob": _base64("blob", resource["blob"])}
        return values.arguments({**value, "resource": resource}, "content")
    if kind == "resource_link" and not (isinstance(value.get("uri"), str) and isinstance(value.get("name"), str)):
        raise TypeError("A resource_link needs its uri and its name.")
    if kind == "text":
        value = {**value, "text": str(value.get("text"))}
    return values.arguments(value, "content")


def _base64(key, data):
    if isinstance(data, (bytes, bytearray, memoryview)):
        return base64.b64encode(data).decode()
    try:
        if isinstance(data, str):
            base64.b64decode(data, validate=True)
            return str(data)
    except ValueError:
        pass
    raise TypeError(f"{key} must be bytes or Base64 text.")


def _table(value):
    """Dicts as a table in Markdown."""
    if not isinstance(value, (list, tuple)) or not value or not all(isinstance(row, dict) for row in value):
        return None
    columns = list(dict.fromkeys(str(key) for row in value for key in row))
    if not columns or len(columns) > MOST_COLUMNS:
        return None
    rows = [{str(key): item for key, item in row.items()} for row in value]
    lines = [columns, ["---"] * len(columns), *([_cell(row.get(column)) for column in columns] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(item):
    text = "" if item is None else item if isinstance(item, str) else values.to_json(item)
    return text.replace("|", "\\|").replace("\r\n", " ").replace("\n", " ")


def _amount(name, value):
    number = float(value)
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"progress takes a number from 0 as {name}, not {value!r}.")
    return number


BLOCKS = ("text", "image", "audio", "resource", "resource_link")
MIME = {"image": "image/png", "audio": "audio/wav"}
MOST_CHARACTERS = 4_000
MOST_COLUMNS = 50

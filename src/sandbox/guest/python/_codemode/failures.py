"""What the host is told of an error."""

import re

from . import frames
from .errors import ToolError

# By how much the programs are indented as a whole, by file.
indents = {}


def wire_error(error):
    """An error as it crosses the wire. It is read with care: it may be anything."""
    try:
        message = "\n".join([str(error), *getattr(error, "__notes__", ())])
        told = {"name": type(error).__name__, "message": message[:MOST_TOLD], "stack": frames.text_of(error)[-MOST_TOLD:] if len(message) < MOST_TOLD else ""}
        place = frames.place_of(error)
        if place is not None:
            told["place"] = place | {"column": place["column"] + indents.get(place["file"], 0)}
        if isinstance(error, ToolError):
            told |= {key: str(getattr(error, key))[:MOST_TOLD] for key in ("code", "server", "tool")}
            # Codes of the host's own are not a program's to give.
            if re.match(r"LIMIT_|SANDBOX_|CANCELLED$", told["code"]):
                told["code"] = "TOOL_FAILED"
        return told
    except BaseException:
        return {"name": "Error", "message": "The program raised something that can't be read."}


MOST_TOLD = 64 * 1024

"""What a program's value becomes on its way out, by the rules of docs/values.md, and what the arguments of a call may be."""

import base64
import dataclasses
import datetime
import decimal
import enum
import inspect
import json
import math
import pathlib
import re
import types
import uuid

_fast = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=lambda value: _plain(value)).encode
_plain_text = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")).encode
_long_digits = re.compile(r"\d{16}").search


def to_json(value):
    """A value as JSON text, or `None` for `None`."""
    if value is None:
        return None
    try:
        text = _fast(value)
        # Where a number may be too long for JSON's readers, every one is looked at.
        if not _long_digits(text):
            return text
    except (ValueError, TypeError, RecursionError):
        pass
    return _plain_text(_convert(value, []))


def _convert(value, above):
    if value is None or isinstance(value, (bool, str)):
        return str.__str__(value) if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value) if -MAX_SAFE <= value <= MAX_SAFE else _digits(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if any(each is value for each in above):
        return "[Circular]"
    if len(above) > MAX_DEPTH:
        return "[Too deep]"
    inside = [*above, value]
    if isinstance(value, dict):
        if all(isinstance(key, (str, int, float, bool, type(None))) for key in value):
            return {_key(key): _convert(item, inside) for key, item in value.items()}
        return [[_convert(key, inside), _convert(item, inside)] for key, item in value.items()]
    if isinstance(value, (list, tuple)):
        return [_convert(item, inside) for item in value]
    return _convert(_plain(value), inside)


def _key(key):
    return key if isinstance(key, str) else "true" if key is True else "false" if key is False else "null" if key is None else str(key)


def _plain(value):
    """One step from something that JSON lacks to something that it has."""
    try:
        if isinstance(value, enum.Enum):
            return value.value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        if isinstance(value, (set, frozenset)):
            return _ordered(value)
        if isinstance(value, (bytes, bytearray, memoryview)):
            return list(bytes(value))
        if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
            return value.isoformat()
        if isinstance(value, (decimal.Decimal, uuid.UUID, pathlib.PurePath, datetime.timedelta)):
            return str(value)
        if isinstance(value, BaseException):
            return {"name": type(value).__name__, "message": str(value)}
        if inspect.isawaitable(value):
            return f"[{type(value).__name__}: await it to get its value]"
        if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType, type)):
            return f"[{'Class' if isinstance(value, type) else 'Function'}: {value.__name__}]"
        if isinstance(value, range | types.GeneratorType) or (hasattr(value, "keys") and hasattr(value, "__getitem__")):
            return dict(value) if hasattr(value, "keys") else list(value) if isinstance(value, range) else "[Generator: list(...) gives its items]"
        if type(value).__module__ == "collections" or isinstance(value, (type({}.keys()), type({}.values()), type({}.items()))):
            return list(value)
        return repr(value)
    except MemoryError:
        raise
    except Exception as error:
        return f"[Unreadable: {error}]"


def _ordered(value):
    """A set has an order of its own in every process; a result should not."""
    try:
        return sorted(value)
    except TypeError:
        return list(value)


def _digits(value):
    """A whole number of any length; Python's own conversion refuses more than 4,300 digits."""
    try:
        return str(int(value))
    except ValueError:
        return hex(value)


def encode_rich(value):
    """A value as text that keeps what JSON would lose: the codec of docs/values.md."""
    return _plain_text(_encode(value, {}, [], 0))


def _encode(value, seen, kept, depth):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value) if -MAX_SAFE <= value <= MAX_SAFE else {"$bigint": str(int(value))}
    if isinstance(value, float):
        if math.isfinite(value) and not (value == 0 and math.copysign(1, value) < 0):
            return float(value)
        return {"$number": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity" if value < 0 else "-0"}
    if isinstance(value, datetime.datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=datetime.timezone.utc)
        return {"$date": round(moment.timestamp() * 1000)}
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"$bytes": ["Uint8Array", base64.b64encode(bytes(value)).decode()]}
    if isinstance(value, re.Pattern):
        return {"$regexp": [value.pattern, ""]}
    if isinstance(value, types.FunctionType):
        return {"$function": value.__name__}
    if id(value) in seen:
        return {"$ref": seen[id(value)]}
    if depth > MAX_DEPTH:
        return {"$unreadable": f"nested more than {MAX_DEPTH} deep"}

    def inner(item):
        return _encode(item, seen, kept, depth + 1)

    if isinstance(value, (dict, list, tuple, set, frozenset, BaseException)):
        seen[id(value)] = len(seen)
        # What is counted must not be freed and its number given again.
        kept.append(value)
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            return {"$map": [[inner(key), inner(item)] for key, item in value.items()]}
        if any(key.startswith("$") for key in value):
            return {"$object": [[key, inner(item)] for key, item in value.items()]}
        return {key: inner(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [inner(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return {"$set": [inner(item) for item in _ordered(value)]}
    if isinstance(value, BaseException):
        return {"$error": [type(value).__name__, str(value), []]}
    return _encode(_plain(value), seen, kept, depth + 1)


def arguments(value, path="arguments", depth=0):
    """The arguments of a call as plain JSON. What JSON would lose or refuse is a `TypeError` at the place of the mistake."""
    if value is None or type(value) in (bool, str):
        return value
    if isinstance(value, str):
        return str(value.value if isinstance(value, enum.Enum) else value)
    if isinstance(value, int):
        if not -MAX_SAFE <= value <= MAX_SAFE:
            raise TypeError(f"{path} is a whole number beyond 2**53, which JSON's readers round. Send str(...) of it.")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise TypeError(f"{path} is {value}, which JSON can't hold.")
        return float(value)
    if depth > MAX_DEPTH:
        raise TypeError(f"{path} is nested more than {MAX_DEPTH} deep, or contains itself.")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"{path} has the key {key!r}, which is no str.")
        return {str(key): arguments(item, f"{path}.{key}", depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [arguments(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, uuid.UUID, pathlib.PurePath)):
        return str(value)
    if isinstance(value, enum.Enum):
        return arguments(value.value, path, depth + 1)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: arguments(getattr(value, field.name), f"{path}.{field.name}", depth + 1) for field in dataclasses.fields(value)}
    advice = (
        "Send sorted(...) or list(...) of it."
        if isinstance(value, (set, frozenset))
        else "Send text, for instance base64, as the tool expects."
        if isinstance(value, (bytes, bytearray, memoryview))
        else "Await it first."
        if inspect.isawaitable(value)
        else "Send plain dicts, lists, strings and numbers."
    )
    raise TypeError(f"{path} is a {type(value).__name__}, which can't be sent to a tool. {advice}")


MAX_SAFE = 2**53 - 1
MAX_DEPTH = 200

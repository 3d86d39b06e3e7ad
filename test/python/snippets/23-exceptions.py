import errno
import traceback


class ConfigError(Exception):
    def __init__(self, path, reason):
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


def parse(text):
    try:
        return {"port": int(text)}
    except ValueError as error:
        raise ConfigError("server.port", "not a number") from error


def load(text):
    try:
        return parse(text)
    except ConfigError as error:
        error.add_note(f"while loading {text!r}")
        raise
    else:
        print("never")
    finally:
        print("loaded", text)


print(load("80"))
try:
    load("eighty")
except ConfigError as error:
    print(error, "|", repr(error.__cause__), "|", error.path, error.__notes__)
    print("".join(traceback.format_exception_only(error)), end="")
try:
    try:
        {}["a"]
    except KeyError:
        raise RuntimeError("second")
except RuntimeError as error:
    print(type(error.__context__).__name__, error.__cause__, error.__suppress_context__)
try:
    raise OSError(errno.ENOENT, "No such thing", "here.txt")
except FileNotFoundError as error:
    print(error.errno == errno.ENOENT, error.strerror, error.filename)
try:
    assert 1 > 2, "one is not more"
except AssertionError as error:
    print(repr(error), [frame.name for frame in traceback.extract_tb(error.__traceback__)])

"""The errors that programs see."""


class ToolError(Exception):
    """What a failed tool call raises."""

    def __init__(self, message, *, server="", tool="", code="TOOL_FAILED", content=(), retryable=False):
        super().__init__(message)
        self.server = server
        self.tool = tool
        self.code = code
        self.content = list(content)
        self.retryable = retryable

    @classmethod
    def from_wire(cls, error):
        fields = {key: error[key] for key in ("server", "tool", "code", "content", "retryable") if key in error}
        return cls(error["message"], **fields)


ToolError.__module__ = "generated"


class SkillError(Exception):
    """What a skill in the other language raised: `.name` is what its error is called there."""

    def __init__(self, message, *, name="Error"):
        super().__init__(message)
        self.name = name

    def __str__(self):
        return f"{self.name}: {super().__str__()}"


SkillError.__module__ = "generated"


def from_wire(error):
    """The error that the host answers with."""
    if error["name"] == "ToolError":
        return ToolError.from_wire(error)
    return SkillError(error["message"], name=error["name"])


class LimitReached(BaseException):
    """Ends the program at a limit. No `Exception`, so that `except Exception` does not swallow it; `finally` still cleans up."""

    def __init__(self, limit, message):
        super().__init__(message)
        self.limit = limit


LimitReached.__module__ = "generated"


class Refused(BaseException):
    """The program was not started: its mistakes, each a line, a column and what is wrong."""

    def __init__(self, code, mistakes):
        super().__init__(code)
        self.code = code
        self.mistakes = mistakes

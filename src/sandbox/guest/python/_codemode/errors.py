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

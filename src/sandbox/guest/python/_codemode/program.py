"""One program: compiled, checked, run in the session's namespace, and what becomes of it."""

import ast
import builtins
import inspect
import linecache
import sys
import textwrap

from . import clock, failures, frames, loop, output, present, requests, resources, serve_skills, servers, skills, values, wire
from .check_program import check_program
from .errors import LimitReached, Refused, ToolError

namespace = sys.modules["__main__"].__dict__


def run(message):
    """Runs the program of a message of the host, and answers it."""
    run_id = message["run"]
    try:
        _begin(message)
        body, last = compile_program(message["program"]["code"], message["program"]["file"], message["check"], run_id)
        clock.start(message["guestTimeMs"])
        value = loop.execute(_evaluate(body, last))
        text = values.encode_rich(value) if message["values"] == "rich" else values.to_json(value)
        if text is not None and len(text) > message["maxValueBytes"]:
            raise LimitReached("LIMIT_VALUE", "The value is too long.")
        _ended(run_id)
        wire.post_text(f'{{"kind":"done","run":{run_id}}}' if text is None else f'{{"kind":"done","run":{run_id},"value":{text}}}')
    except Refused as refused:
        wire.post({"kind": "refused", "run": run_id, "code": refused.code, "mistakes": refused.mistakes})
    except SystemExit as end:
        _exit(run_id, end)
    except BaseException as error:
        _fail(run_id, error)


def serve(message):
    """Runs no program, and answers calls of skills until the host wants no more."""
    run_id = message["run"]
    try:
        _begin(message)
        clock.start(message["guestTimeMs"])
        loop.execute(serve_skills.until_end(run_id))
        _ended(run_id)
        wire.post({"kind": "done", "run": run_id})
    except BaseException as error:
        _fail(run_id, error)


def _begin(message):
    output.start_run(message["run"], message["maxOutputBytes"])
    present.start_run(message["run"], message["maxValueBytes"])
    requests.start_run(message["run"], message["maxArgumentBytes"])
    for manifest in message["servers"]:
        servers.bind(manifest)
    for skill in message["skills"]:
        skills.add(skill)


def _ended(run_id):
    clock.stop()
    output.flush()
    uses = skills.take_uses()
    if uses:
        wire.post({"kind": "used", "run": run_id, "uses": uses})


def compile_program(source, file, mode, run_id):
    """The code of all but a last expression, and of that. Mistakes are told before anything runs."""
    linecache.cache[file] = (len(source), None, frames.lines_of(source), file)
    flat = textwrap.dedent(source)
    failures.indents[file] = _indent_of(source)
    try:
        tree = ast.parse(flat, file)
        found = check_program(tree, flat, namespace) if mode != "off" else []
        mistakes = [{**mistake, "column": mistake["column"] + failures.indents[file]} for mistake in found]
        if mistakes and mode != "warn":
            raise Refused("CHECK_FAILED", mistakes)
        if mistakes:
            wire.post({"kind": "mistakes", "run": run_id, "mistakes": mistakes})
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        body = compile(tree, file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        # What the program imports from __future__ holds for its last line, too.
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | (body.co_flags & FUTURE)
        return body, last and compile(ast.Expression(last.value), file, "eval", flags=flags, dont_inherit=True)
    except SyntaxError as error:
        line, column = error.lineno or 1, error.offset or 1
        raise Refused("SYNTAX", [{"line": max(line, 1), "column": max(column, 1) + failures.indents[file], "message": error.msg}]) from None
    except (RecursionError, MemoryError, ValueError) as error:
        raise Refused("SYNTAX", [{"line": 1, "column": 1, "message": f"The program can't be parsed: {error or type(error).__name__}."}]) from None


def _indent_of(source):
    """By how much a program is indented as a whole, as it is inside the quotes of another one; its columns are counted with that."""
    return min((len(line) - len(line.lstrip()) for line in source.splitlines() if line.strip()), default=0)


async def _evaluate(body, last):
    started = eval(body, namespace)
    if inspect.iscoroutine(started):
        await started
    if last is None:
        return None
    value = eval(last, namespace)
    # What awaits in it is the code itself; what it gives may be a coroutine that nobody awaited, `main()` for instance.
    if inspect.iscoroutine(value):
        value = await value
    return (await value) if inspect.iscoroutine(value) else value


def _exit(run_id, end):
    """`sys.exit()` ends the program well, `sys.exit("why")` does not."""
    if end.code in (None, 0):
        _ended(run_id)
        wire.post({"kind": "done", "run": run_id})
    else:
        _fail(run_id, end)


def _fail(run_id, error):
    _ended(run_id)
    if isinstance(error, MemoryError):
        # What the frames hold is let go before anything is made.
        error.__traceback__ = None
        error = LimitReached("LIMIT_MEMORY", "")
    if isinstance(error, LimitReached):
        wire.post({"kind": "exceeded", "run": run_id, "limit": error.limit, "gently": True})
    else:
        wire.post({"kind": "failed", "run": run_id, "error": failures.wire_error(error)})


def install():
    given = {
        "servers": servers.Servers(),
        "tools": servers.Tools(),
        "resources": resources.Resources(),
        "prompts": resources.Prompts(),
        "handles": resources.Handles(),
        "progress": present.progress,
        "show": present.show,
        "ToolError": ToolError,
    }
    for name, value in given.items():
        setattr(builtins, name, value)


FUTURE = 0xFFF0000 & ~ast.PyCF_ALLOW_TOP_LEVEL_AWAIT

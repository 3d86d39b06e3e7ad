"""Calls of skills that the host passes on from a program in the other language."""

from . import errors, failures, loop, output, requests, skills, values, wire

_open = {}


async def until_end(run):
    """Answers every call until the host wants no more."""
    ended = loop.loop.create_future()

    def take(message):
        if message["kind"] == "end":
            if not ended.done():
                ended.set_result(None)
        else:
            _open[message["id"]] = loop.loop.create_task(_answer(run, message, ended))
            requests.invocations(len(_open))

    requests.serve(take)
    try:
        await ended
    finally:
        requests.serve(None)


async def _answer(run, message, ended):
    """A limit ends the run, and with it every call that is under way."""
    invocation = message["id"]
    try:
        value = await skills.call_export(message["skill"], message["function"], message["args"], message.get("named", {}))
        text = values.to_json(value)
        answer = f'{{"kind":"returned","run":{run},"id":{invocation}' + ("}" if text is None else f',"value":{text}}}')
    except (errors.LimitReached, MemoryError) as limit:
        if not ended.done():
            ended.set_exception(limit)
        return
    except BaseException as error:
        answer = wire.encode({"kind": "threw", "run": run, "id": invocation, "error": failures.wire_error(error)})
    finally:
        _open.pop(invocation, None)
        requests.invocations(len(_open))
    output.flush()
    wire.post_text(answer)

import contextlib
import io


class Transaction:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.log.append("begin")
        return self

    def __exit__(self, kind, error, trace):
        self.log.append(f"rollback: {error}" if kind else "commit")


log = []
with contextlib.ExitStack() as stack:
    for name in ("first", "second"):
        stack.callback(print, "closed", name)
    stack.enter_context(Transaction(log))
    kept = stack.pop_all()
print(log[-1])
kept.close()
with contextlib.redirect_stdout(io.StringIO()) as held:
    print("not seen")
print(repr(held.getvalue()), contextlib.nullcontext(5).__enter__())
with contextlib.closing(io.StringIO("text")) as text:
    print(text.read(), end=" ")
print(text.closed)
print(log)

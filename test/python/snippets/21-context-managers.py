import contextlib


class Transaction:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.log.append("begin")
        return self

    def __exit__(self, kind, error, trace):
        self.log.append(f"rollback: {error}" if kind else "commit")
        return kind is ValueError


@contextlib.contextmanager
def indented(out, by):
    out.append(by)
    try:
        yield len(out)
    except KeyError as error:
        print("seen inside:", error)
        raise
    finally:
        out.pop()


log = []
with Transaction(log):
    pass
with Transaction(log):
    raise ValueError("swallowed")
levels = []
with contextlib.suppress(KeyError), indented(levels, 2) as depth, indented(levels, 4) as deeper:
    print(depth, deeper, levels)
    {}["missing"]
print(log, levels)

class Lazy(dict):
    def __getattr__(self, name):
        return self.setdefault(name, Lazy())

    __setattr__ = dict.__setitem__


lazy = Lazy()
lazy.a.b.c = 1
print(lazy, hasattr(lazy, "anything"))


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)

    def __getattribute__(self, name):
        if name.startswith("_"):
            return object.__getattribute__(self, name)
        print("read", name)
        return getattr(self._target, name)

    def __setattr__(self, name, value):
        print("write", name)
        setattr(self._target, name, value)

    def __dir__(self):
        return ["only", "these"]


class Plain:
    size = 1


proxy = Proxy(Plain())
proxy.size = 5
print(proxy.size, dir(proxy), getattr(proxy, "gone", "nothing"), "size" in vars(proxy._target))

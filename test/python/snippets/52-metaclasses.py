class Registry(type):
    known = {}

    def __new__(meta, name, bases, space, *, key=None, **options):
        made = super().__new__(meta, name, bases, space, **options)
        if key:
            meta.known[key] = made
        return made

    def __init__(cls, name, bases, space, **_):
        super().__init__(name, bases, space)

    def __call__(cls, *args):
        print("make", cls.__name__)
        return super().__call__(*args)

    def __len__(cls):
        return len(cls.known)


class Handler(metaclass=Registry):
    def __init_subclass__(cls, /, suffix="", **options):
        super().__init_subclass__()
        cls.suffix = suffix


class Json(Handler, key="json", suffix=".json"):
    def __init__(self, text):
        self.text = text


class Text(Handler, key="text"): ...


print(sorted(Registry.known), len(Handler), Registry.known["json"]("{}").text, Json.suffix, repr(Text.suffix))

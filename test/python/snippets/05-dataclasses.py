from dataclasses import KW_ONLY, asdict, astuple, dataclass, field, fields, replace


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)

    def __str__(self):
        return f"{self.major}.{self.minor}{self.label and '-' + self.label}"


@dataclass
class Package:
    name: str
    versions: list[Version] = field(default_factory=list)
    _: KW_ONLY
    private: bool = False
    newest: Version | None = field(init=False, default=None)

    def __post_init__(self):
        self.newest = max(self.versions, default=None)


one = Package("one", [Version(1, 2), Version(1, 10, "rc"), Version(1, 3)])
print(one.newest, one)
print(asdict(one)["versions"][1], astuple(one.newest))
print(sorted(one.versions), Version(1, 2, "a") == Version(1, 2, "b"))
print([each.name for each in fields(Package)], replace(Version(2), minor=5))
print({Version(1): "first", Version(1, label="x"): "again"})
try:
    one.newest.major = 3
except Exception as error:
    print(type(error).__name__, error)
try:
    Package("two", [], True)
except TypeError as error:
    print("refused:", "positional" in str(error))

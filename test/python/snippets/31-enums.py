from enum import Enum, Flag, IntEnum, StrEnum, auto, unique


@unique
class State(Enum):
    OPEN = "open"
    CLOSED = "closed"
    SHUT = "shut"

    @property
    def done(self):
        return self is not State.OPEN

    @classmethod
    def _missing_(cls, value):
        return cls.OPEN if value == "new" else None


class Level(IntEnum):
    LOW = 1
    HIGH = 10


class Right(Flag):
    READ = auto()
    WRITE = auto()
    RUN = auto()
    ALL = READ | WRITE | RUN


class Color(StrEnum):
    RED = auto()
    DARK_BLUE = "dark-blue"


print(State("closed"), State["OPEN"].value, State("new").name, [state.done for state in State], repr(State.SHUT))
print(Level.HIGH > Level.LOW, Level.HIGH + 1, sorted([Level.HIGH, Level.LOW])[0].name, max(Level).name)
mine = Right.READ | Right.RUN
print(mine.value, Right.WRITE in mine, (Right.ALL & ~mine).name, bool(mine & Right.WRITE), len(list(Right.ALL)))
print(f"{Color.RED}", Color.DARK_BLUE.upper(), Color("red") == "red", "-".join(Color), isinstance(Color.RED, str))
try:
    State("gone")
except ValueError as error:
    print(error)
Plan = Enum("Plan", ["FREE", "PAID"])
print(list(Plan.__members__), Plan.PAID.value, {State.OPEN: 1}[State.OPEN], State.OPEN in State)

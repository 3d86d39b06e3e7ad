class Typed:
    """An attribute that takes one type alone."""

    def __init__(self, kind, check=lambda value: True):
        self.kind, self.check = kind, check

    def __set_name__(self, owner, name):
        self.name, self.held = name, f"_{name}"

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self.held, None)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} takes {self.kind.__name__}, not {type(value).__name__}")
        if not self.check(value):
            raise ValueError(f"{self.name} can't be {value}")
        setattr(instance, self.held, value)

    def __delete__(self, instance):
        print("deleted", self.name)
        delattr(instance, self.held)


class Account:
    owner = Typed(str)
    balance = Typed(int, lambda value: value >= 0)

    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance

    @property
    def rich(self):
        return self.balance > 100

    @rich.setter
    def rich(self, value):
        self.balance = 1000 if value else 0


account = Account("ann", 5)
for change in ({"balance": -1}, {"balance": "5"}, {"owner": None}, {"rich": True}, {"rich": 0}):
    for name, value in change.items():
        try:
            setattr(account, name, value)
        except (TypeError, ValueError) as error:
            print(error)
        print(account.balance, account.rich)
del account.owner
print(account.owner, type(Account.owner).__name__, sorted(vars(account)))

import builtins

x = "global"


def outer():
    x = "outer"

    def inner():
        nonlocal x
        x += "+inner"
        return x

    def other():
        global x
        x = "changed"

    inner()
    other()
    return x


print(outer(), x, [x for x in "ab"], x)
adders = [lambda n, k=k: n + k for k in range(3)]
late = [lambda: k for k in range(3)]
print([add(10) for add in adders], [each() for each in late])


def counter():
    step_count = 0

    def step(by=1):
        nonlocal step_count
        step_count += by
        return step_count

    return step


step = counter()
print(step(), step(5), step.__closure__[0].cell_contents, "x" in globals(), "step_count" in globals(), len.__module__ == builtins.__name__)


class Scope:
    a = 3
    doubled = [n * 2 for n in range(a)]

    def method(self):
        return self.a, [self.a for _ in range(2)]


print(Scope.doubled, Scope().method())
try:
    print(eval("undefined_name"))
except NameError as error:
    print(error.name, "|", error)
for n in range(3):
    if n == 5:
        break
else:
    print("no break", n)

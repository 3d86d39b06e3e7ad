import contextlib

try:
    counter
except NameError:
    counter = 0
counter += 1
try:
    unheard_of
except NameError as error:
    print(error.name)
with contextlib.suppress(NameError):
    print(unheard_of_too)
with contextlib.suppress(ImportError):
    import generated.servers.unheard_of
counter

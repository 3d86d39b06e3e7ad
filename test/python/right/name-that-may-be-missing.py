try:
    counter
except NameError:
    counter = 0
counter += 1
try:
    unheard_of
except NameError as error:
    print(error.name)
counter

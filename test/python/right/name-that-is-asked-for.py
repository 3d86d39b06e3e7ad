if "cached" in dir():
    print(cached)
value = shown if "shown" in dir() else 1
value

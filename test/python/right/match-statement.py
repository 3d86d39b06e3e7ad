from generated.servers.memory import read_graph

match await read_graph():
    case {"entities": [first, *others], **rest}:
        value = [first["name"], len(others), sorted(rest)]
    case {"entities": []}:
        value = []
    case other:
        value = other
value

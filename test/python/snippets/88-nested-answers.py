def deep_get(value, path, default=None):
    for key in path.split("."):
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError):
            return default
    return value


answer = {"data": {"items": [{"tags": ["x", "y"]}]}}
print(deep_get(answer, "data.items.0.tags.1"), deep_get(answer, "data.items.5.tags", "nothing"), deep_get(answer, "data.none.x"))


def flatten(value, prefix=""):
    if isinstance(value, dict):
        return {k: v for key, item in value.items() for k, v in flatten(item, f"{prefix}{key}.").items()}
    if isinstance(value, list):
        return {k: v for n, item in enumerate(value) for k, v in flatten(item, f"{prefix}{n}.").items()}
    return {prefix[:-1]: value}


print(flatten(answer))


def merge(a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        return {key: merge(a[key], b[key]) if key in a and key in b else a.get(key, b.get(key)) for key in {**a, **b}}
    return b


print(merge({"a": {"x": 1, "y": 2}, "b": 3}, {"a": {"y": 5, "z": 6}, "c": None}))

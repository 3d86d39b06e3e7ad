import datetime
import decimal
import json
import math

text = '{"name": "Zo\\u00eb", "tags": ["a", null, true], "price": 1.10, "big": 12345678901234567890, "nested": {"k": [1, 2, {"deep": []}]}}'
data = json.loads(text)
print(data, data["big"] + 1)
print(json.dumps(data, ensure_ascii=False, sort_keys=True))
print(json.dumps({"b": [1, 2], "a": {}}, indent=2))
print(json.dumps([1.0, 1e100, -0.0, "\u2028\n\t\"", "é"]), json.dumps({1: "x", None: 2, True: 3}), json.dumps((1, 2), separators=(",", ":")))
print(json.loads("1.10", parse_float=decimal.Decimal), json.loads("[1, 2]", parse_int=str), json.loads('{"a": 1}', object_pairs_hook=list))


class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, (set, frozenset)):
            return sorted(value)
        if isinstance(value, datetime.date):
            return value.isoformat()
        return super().default(value)


print(json.dumps({"when": datetime.date(2024, 1, 2), "ids": {3, 1, 2}}, cls=Encoder), json.dumps(1 + 2j, default=str))
for bad in ('{"a": 1,}', "[1 2]", "{'a': 1}", "", "nul"):
    try:
        json.loads(bad)
    except json.JSONDecodeError as error:
        print(repr(bad), error.lineno, error.colno > 0, error.doc == bad)
try:
    json.dumps({"x": object})
except TypeError as error:
    print("JSON serializable" in str(error))
print(json.dumps(math.inf), json.loads("NaN") != 1, json.JSONDecoder().raw_decode("[1] rest"))
lines = "\n".join(json.dumps({"n": n}) for n in range(3))
print(sum(json.loads(line)["n"] for line in lines.splitlines()))

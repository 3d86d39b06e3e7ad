from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

words = "the cat and the dog and the bird".split()
counts = Counter(words)
print(counts.most_common(2), counts["fish"], counts.total(), sorted((counts - Counter(the=2)).items()))
print(Counter("abca") & Counter("aab"), sorted(Counter(a=1, b=-2).elements()), +Counter(a=1, b=-2))

by_length = defaultdict(list)
for word in dict.fromkeys(words):
    by_length[len(word)].append(word)
print(dict(by_length), by_length[9], len(by_length))
tree = lambda: defaultdict(tree)
root = tree()
root["a"]["b"]["c"] = 1
print(list(root["a"]), root["a"]["b"]["c"])

last = deque(maxlen=3)
last.extend(range(6))
last.rotate(1)
last.appendleft("x")
print(last, last.maxlen, deque([1, 2, 3], 2).pop())

Point = namedtuple("Point", "x y z", defaults=[0])
point = Point(1, y=2)
print(point, point._replace(x=9), point._asdict(), Point._fields, point[0] + point.y)
x, *rest = point
print(x, rest, Point._make([7, 8, 9]) > point)

settings = ChainMap({"color": "red"}, {"color": "blue", "size": 5})
settings["new"] = 1
print(settings["color"], settings["size"], sorted(settings), settings.maps[0], settings.new_child({"size": 1})["size"])
ordered = OrderedDict(a=1, b=2, c=3)
ordered.move_to_end("a")
print(list(ordered), ordered.popitem(last=False), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))

import collections
import itertools
import re
import statistics

words = re.findall(r"\w+", "the cat and the dog and the bird")
counts = collections.Counter(words)
pairs = list(itertools.pairwise(words))
table = {word: [index for index, each in enumerate(words) if each == word] for word in set(words)}
print(*sorted(table), sep=", ")
{"most": counts.most_common(1), "mean": statistics.mean(map(len, words)), "pairs": len(pairs)}

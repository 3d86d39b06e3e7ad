import io
import re

data = io.StringIO("alpha=1\nbeta\ngamma=30\n\ndelta=x\n")
found = {}
while line := data.readline():
    if match := re.match(r"(\w+)=(\d+)", line):
        found[match[1]] = int(match[2])
    elif not (name := line.strip()):
        print("empty line")
    else:
        print("no number in", name)
print(found)
print([half for n in range(10) if (half := n // 2) % 2], half)
print(any((witness := word).isupper() for word in ["a", "B", "c"]), witness)
if (count := len(found)) > 1 and (total := sum(found.values())):
    print(f"{count=} {total=} {(mean := total / count)}", mean)
numbers = [1, 2, 3]
print([last := numbers[-1], last * 2], (lambda: (inner := 5) + inner)())
stack, order = [("root", [("a", [("b", [])]), ("c", [])])], []
while stack and (node := stack.pop()):
    order.append(node[0])
    stack.extend(reversed(node[1]))
print(order)

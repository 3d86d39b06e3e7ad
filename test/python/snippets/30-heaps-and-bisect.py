import bisect
import heapq

graph = {"a": {"b": 7, "c": 9, "f": 14}, "b": {"c": 10, "d": 15}, "c": {"d": 11, "f": 2}, "d": {"e": 6}, "f": {"e": 9}, "e": {}}


def shortest(start):
    best, queue, came = {start: 0}, [(0, start)], {}
    while queue:
        cost, node = heapq.heappop(queue)
        if cost > best[node]:
            continue
        for other, weight in graph[node].items():
            if (new := cost + weight) < best.get(other, float("inf")):
                best[other], came[other] = new, node
                heapq.heappush(queue, (new, other))
    return best, came


def path(came, end):
    return [*path(came, came[end]), end] if end in came else [end]


best, came = shortest("a")
print(best, "->".join(path(came, "e")))
print(heapq.nlargest(2, [5, 1, 9, 3]), heapq.nsmallest(2, ["ccc", "a", "bb"], key=len), list(heapq.merge([1, 4], [2, 3])))
heap = [9, 4, 7, 1]
heapq.heapify(heap)
print(heap[0], heapq.heappushpop(heap, 5), heapq.heapreplace(heap, 2), sorted(heap))

marks = [60, 70, 80, 90]
print(["FDCBA"[bisect.bisect(marks, score)] for score in (33, 60, 79, 90, 100)])
kept = [1, 3, 3, 5]
bisect.insort(kept, 4)
print(kept, bisect.bisect_left(kept, 3), bisect.bisect_right(kept, 3))
people = [("ann", 20), ("bob", 31), ("cid", 47)]
print(people[bisect.bisect_left(people, 30, key=lambda person: person[1])])

import time
import timeit
from datetime import datetime, timezone

started = time.perf_counter()
time.sleep(0.02)
took = time.perf_counter() - started
print(0.015 < took < 5, time.sleep(0))


class Stopwatch:
    def __enter__(self):
        self.begun = time.monotonic()
        return self

    def __exit__(self, *_):
        self.ms = (time.monotonic() - self.begun) * 1000


with Stopwatch() as watch:
    time.sleep(0.01)
print(watch.ms > 8, type(time.time_ns()), time.process_time() >= 0)
print(time.time() > 1_700_000_000, datetime.now(timezone.utc).year >= 2024)
moment = time.gmtime(86_400 * 365)
print(moment.tm_year, moment.tm_yday, time.strftime("%Y-%m-%d %H:%M", moment), time.strptime("5 Mar 2020", "%d %b %Y").tm_wday)
print(timeit.timeit("sum(range(10))", number=100) > 0, len(timeit.repeat("1", number=1, repeat=2)))


def every(seconds, times):
    due = time.monotonic()
    for n in range(times):
        yield n
        due += seconds
        time.sleep(max(0, due - time.monotonic()))


print(list(every(0.003, 3)))

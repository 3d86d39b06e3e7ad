import datetime
import math

name, price, count, ratio = "Wid\tget", 1234567.891, 42, 0.0456
width, precision = 12, 3
print(f"{name!r} {name!s:>10} {'é'!a} {count=} {price=:.1f}")
print(f"{price:,.2f}|{price:_.0f}|{price:e}|{price:.3g}|{-price:+.1f}|{price:{width}.{precision}f}|")
print(f"{count:05d}|{count:x}|{count:#X}|{count:b}|{count:#o}|{count:<8}|{count:^8}|{count:>8}|{count:*^8}|")
print(f"{ratio:.1%}|{ratio:%}|{math.pi:.4f}|{1e20:g}|{float('inf')}|{math.nan:>5}")
print(f"{datetime.date(2024, 5, 6):%d.%m.%y} {datetime.time(7, 8):%Hh%M}")
print(f"{{literal}} {[n * 2 for n in range(3)]} {dict(a=1)['a']} {'yes' if count > 1 else 'no'}")
print(f"{(lambda x: x + 1)(count)} {count:>{width}} {'a' 'b'} {len('x' * 3)}")
print(rf"\d{count}\n", f"{'nested ' + f'{count:>4}'}", f"{1_000_000:,}", f"{True:d} {None} {...}")
print(
    f"{'left':<10}|{'mid':^10}|{'right':>10}|"
    f"{'cut off':.3}|{'fill':~<8}|{-5:=+6}|{3 + 4j:.1f}"
)
total = 0
print(f"""{total or "none"}
{(total := total + 5)} {total!r:0>4}""")


class Money:
    def __format__(self, spec):
        return f"<{spec or 'plain'}>"


print(f"{Money()} {Money():EUR}", "{0.real} {1[0]} {k!r:>5}".format(count, "xy", k="v"), "%s is %05.1f%%" % ("x", 3.14159))

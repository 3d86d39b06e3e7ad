import cmath
import math
import sys

print(0.1 + 0.2, 1e16 + 1, 1 / 3, 2**0.5, 1e-7, 123456789.123456789, 5 // 2, -5 // 2, 5 % -3, 2**-1, 10**20)
print(int("0x1f", 16), int("-0b101", 0), int("1_000"), int(3.99), float("1e3"), complex("1+2j"), bool("False"), bin(10), hex(255), oct(8))
print(round(1234.5678, 2), round(1250, -2), round(0.5), round(1.5), abs(-3), pow(3, 4, 5), pow(7, -1, 11), sum([1, 2.5], 10))
print(sys.float_info.epsilon, sys.maxsize > 2**30, float("nan") == float("nan"), math.inf > 10**308, -0.0 == 0.0, (0.1).hex())
print(cmath.sqrt(-4), abs(3 + 4j), (1 + 2j) * (3 - 1j), cmath.phase(-1) == math.pi, (2.5).is_integer(), (4.0).is_integer())
print(7 & 3, 4 | 1, 6 ^ 3, ~5, 1 << 10, -16 >> 2, True + True, 3 < 5 <= 5, not 0, 1 if [] else 2, None or "default")
print(f"{2**200}", len(str(3**1000)), math.factorial(25), 10**18 % 97, (2**61 - 1) % 9)


def primes(limit):
    sieve = bytearray([1]) * limit
    sieve[:2] = b"\0\0"
    for n in range(2, math.isqrt(limit) + 1):
        if sieve[n]:
            sieve[n * n :: n] = bytes(len(range(n * n, limit, n)))
    return [n for n, is_prime in enumerate(sieve) if is_prime]


found = primes(10_000)
print(len(found), found[-1], sum(found))
for attempt in ("1/0", "int('x')", "float('1,5')", "math.sqrt(-1)", "2.0 ** 5000", "int(math.inf)", "'a' + 1", "[] < 5", "1 @ 2"):
    try:
        print(eval(attempt))
    except Exception as error:
        print(f"{attempt:<15}{type(error).__name__}")

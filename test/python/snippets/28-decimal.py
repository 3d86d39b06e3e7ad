from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, getcontext, localcontext

prices = ["19.99", "5.01", "0.1", "1e2"]
total = sum(map(Decimal, prices), Decimal())
print(total, total * Decimal("0.19"), (total * Decimal("0.19")).quantize(Decimal("0.01"), ROUND_HALF_UP))
print(Decimal("0.1") + Decimal("0.2") == Decimal("0.3"), 0.1 + 0.2 == 0.3, Decimal(0.1))
print([str(Decimal("2.5").quantize(Decimal(1), rounding)) for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)])

with localcontext() as context:
    context.prec = 6
    print(Decimal(1) / Decimal(7), Decimal(2).sqrt())
print(getcontext().prec, Decimal(1) / 3)
print(Decimal("123.4500").normalize(), Decimal("1E+3"), f"{Decimal('1234567.891'):,.2f}", Decimal("-1.50").as_tuple())
for attempt in (lambda: Decimal("12,5"), lambda: Decimal(1) / 0):
    try:
        attempt()
    except (InvalidOperation, DivisionByZero) as error:
        print(type(error).__name__)
print(Decimal("NaN").is_nan(), Decimal("Infinity") > 10**50, max(Decimal("1.10"), Decimal("1.9")), int(Decimal("7.9")))
print(divmod(Decimal(17), Decimal(5)), Decimal(2) ** 100, round(Decimal("2.675"), 2), Decimal("5").compare(Decimal(5)))


def split(amount, shares):
    """Cents that are over go to the first."""
    each = (amount / shares).quantize(Decimal("0.01"), ROUND_DOWN)
    over = int((amount - each * shares) * 100)
    return [each + Decimal("0.01") if n < over else each for n in range(shares)]


print(*split(Decimal("100.00"), 3), sum(split(Decimal("100.00"), 7)))

import fractions
import numbers
from fractions import Fraction

print(Fraction(6, 8), Fraction("0.125"), Fraction(0.5), Fraction("3/7") + 1)
print(Fraction(1, 3) + Fraction(1, 6) == Fraction(1, 2), Fraction(7, 3) // 1, Fraction(7, 3) % 1)
print(float(Fraction(22, 7)).hex() != "", round(Fraction(22, 7), 3), Fraction(3.141592653589793).limit_denominator(1000))
print(sum((Fraction(1, n) for n in range(1, 11)), Fraction()), Fraction(2, 3) ** -2)
print(Fraction(-5, 2).numerator, Fraction(-5, 2).denominator, int(Fraction(-5, 2)), abs(Fraction(-5, 2)))

recipe = {"flour": Fraction(3, 2), "milk": Fraction(2, 3), "salt": Fraction(1, 8)}
for name, cups in recipe.items():
    scaled = cups * Fraction(5, 4)
    whole, rest = divmod(scaled, 1)
    print(f"{name:<6}{whole if whole else '':>2} {rest if rest else ''}".rstrip())

print(isinstance(Fraction(1), numbers.Rational), isinstance(1, numbers.Number), isinstance(1.5, numbers.Rational))
print(sorted([Fraction(2, 3), 0.5, 1, Fraction(3, 5)]), hash(Fraction(4, 2)) == hash(2))
try:
    Fraction(1, 0)
except ZeroDivisionError as error:
    print(error)
print((5).as_integer_ratio(), (0.75).as_integer_ratio(), fractions.Fraction.from_float(0.25))

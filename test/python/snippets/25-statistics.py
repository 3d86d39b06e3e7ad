import math
import statistics

times = [12.1, 15.3, 11.8, 30.2, 14.9, 15.1, 13.7, 12.6]
print(round(statistics.mean(times), 3), statistics.median(times), round(statistics.stdev(times), 4))
print(statistics.mode(["a", "b", "a"]), statistics.multimode("aabbc"), statistics.median_low([1, 2, 3, 4]))
print([round(cut, 2) for cut in statistics.quantiles(times, n=4)], round(statistics.pvariance([1, 2, 3, 4]), 3))
print(round(statistics.harmonic_mean([40, 60]), 2), round(statistics.geometric_mean([1, 10, 100]), 6))
slope, intercept = statistics.linear_regression([1, 2, 3, 4], [3, 5, 7, 9])
print(slope, intercept, round(statistics.correlation([1, 2, 3], [2, 4, 7]), 4))

mean, spread = statistics.fmean(times), statistics.pstdev(times)
print([t for t in times if abs(t - mean) > 2 * spread], statistics.NormalDist(100, 15).zscore(130))
print(math.isclose(sum([0.1] * 10), 1.0), math.fsum([0.1] * 10), math.prod([2, 3, 7]), math.comb(10, 3), math.perm(5, 2))
print(math.gcd(84, 36), math.lcm(4, 6), math.isqrt(99), math.hypot(3, 4), math.dist((0, 0), (1, 1)) == math.sqrt(2))
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), round(2.5), round(-3.5), divmod(-7, 3), -7 // 3, -7 % 3)
print(math.log2(1024), math.log10(0.001), round(math.degrees(math.pi), 1), math.copysign(3, -0.0))
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    print("no mean:", type(error).__mro__[1].__name__)

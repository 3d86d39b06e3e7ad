import calendar
from collections import Counter
from datetime import date, timedelta


def days(start, end):
    for n in range((end - start).days + 1):
        yield start + timedelta(n)


def workdays(start, end, free=frozenset()):
    return [day for day in days(start, end) if day.weekday() < 5 and day not in free]


def add_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


first, last = date(2024, 2, 26), date(2024, 3, 5)
print(len(workdays(first, last)), len(workdays(first, last, {date(2024, 3, 1)})), f"{last:%a %d %b}")
print([add_months(date(2024, 1, 31), n).isoformat() for n in (1, 2, 13, -2)])
print(calendar.isleap(2024), calendar.month_name[2], calendar.monthcalendar(2024, 2)[0], list(calendar.day_abbr)[:2])
print(calendar.TextCalendar(firstweekday=0).formatmonth(2024, 2).splitlines()[2].split())
weeks = Counter(f"{day.isocalendar().year}-W{day.isocalendar().week:02}" for day in days(date(2024, 12, 28), date(2025, 1, 7)))
print(dict(weeks))
spans = [(date(2024, 1, 1), date(2024, 1, 5)), (date(2024, 1, 4), date(2024, 1, 9)), (date(2024, 2, 1), date(2024, 2, 2))]
merged = []
for start, end in sorted(spans):
    if merged and start <= merged[-1][1] + timedelta(1):
        merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
    else:
        merged.append((start, end))
print([(str(start), (end - start).days + 1) for start, end in merged])
print(date.fromordinal(date(2024, 1, 1).toordinal() + 59), date.fromisocalendar(2024, 9, 1), date(2024, 5, 6).timetuple().tm_yday)
for bad in ((2023, 2, 29), (2024, 13, 1)):
    try:
        date(*bad)
    except ValueError as error:
        print(type(error).__name__)

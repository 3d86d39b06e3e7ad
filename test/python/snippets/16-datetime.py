from datetime import date, datetime, time, timedelta, timezone

moment = datetime(2024, 2, 28, 23, 30, tzinfo=timezone.utc)
print(moment.isoformat(), moment + timedelta(days=1, hours=1))
print(datetime.fromisoformat("2024-02-29T12:34:56+02:00").astimezone(timezone.utc))
print(datetime.strptime("03/Jan/2023 07:05", "%d/%b/%Y %H:%M").strftime("%A, %d. %B %Y, %j, %I:%M %p"))
print(moment.timestamp(), datetime.fromtimestamp(0, timezone.utc), moment.date().isocalendar())

day = date(2024, 1, 31)
print([(day + timedelta(weeks=n)).isoformat() for n in range(3)], day.weekday(), day.replace(day=1))
delta = date(2024, 12, 25) - day
print(delta.days, delta // timedelta(weeks=1), timedelta(seconds=90061), timedelta(hours=-1))
print(time(9, 5).isoformat("minutes"), time.fromisoformat("23:59:59") > time(23))

dates = ["2024-03-05", "2023-11-30", "2024-01-15", "bad"]


def parsed(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        print("skipped:", error)


good = sorted(filter(None, map(parsed, dates)))
print([f"{each:%b %d}" for each in good], good[-1] - good[0], f"{moment:%H:%M %Z}")
print(timedelta(minutes=5).total_seconds(), datetime.max.year, repr(timedelta(days=1, seconds=2)))

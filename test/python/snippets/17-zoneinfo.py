from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

offices = {"New York": "America/New_York", "Berlin": "Europe/Berlin", "Tokyo": "Asia/Tokyo", "Kolkata": "Asia/Kolkata"}
meeting = datetime(2024, 7, 1, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))
for city, name in offices.items():
    print(f"{city:<10}", meeting.astimezone(ZoneInfo(name)).strftime("%a %H:%M %z"))

winter = meeting.replace(month=1)
print(meeting.utcoffset(), winter.utcoffset(), winter.tzname(), meeting.dst())

before = datetime(2024, 3, 31, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
print("wall clock", before + timedelta(hours=1))
print("real time ", (before.astimezone(timezone.utc) + timedelta(hours=1)).astimezone(before.tzinfo))

twice = datetime(2024, 11, 3, 1, 30, tzinfo=ZoneInfo("America/New_York"))
print(twice.utcoffset() == timedelta(hours=-4), twice.replace(fold=1).utcoffset() == timedelta(hours=-5))
try:
    ZoneInfo("Mars/Olympus")
except ZoneInfoNotFoundError as error:
    print("unknown:", "Mars/Olympus" in str(error))
print(ZoneInfo("UTC") is ZoneInfo("UTC"), ZoneInfo("Asia/Tokyo").key)

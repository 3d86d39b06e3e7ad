import random
import secrets
import uuid

random.seed(42)
print([random.randint(1, 100) for _ in range(5)], round(random.random(), 6), random.choice("abcdef"))
deck = list(range(10))
random.shuffle(deck)
print(deck, random.sample(range(50), 4), random.choices(["x", "y"], weights=[9, 1], k=6))
own = random.Random(7)
state = own.getstate()
first = [own.randrange(0, 100, 5) for _ in range(3)]
own.setstate(state)
print(first == [own.randrange(0, 100, 5) for _ in range(3)], round(own.gauss(0, 1), 6), round(own.uniform(2, 3), 6))
print(round(random.Random("text").random(), 6), random.Random(1).getrandbits(16), round(random.Random(3).expovariate(2), 6))

print(uuid.uuid5(uuid.NAMESPACE_URL, "https://example.com/a"), uuid.uuid3(uuid.NAMESPACE_DNS, "python.org"))
one = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(one.hex, one.int % 1000, one.version, one.urn, uuid.UUID(bytes=one.bytes) == one)
made = {str(uuid.uuid4()) for _ in range(50)}
print(len(made), uuid.uuid4().version, {len(each) for each in made})
print(len(secrets.token_hex(8)), len(secrets.token_bytes(5)), secrets.choice("z"), secrets.randbelow(1), len(secrets.token_urlsafe(12)))

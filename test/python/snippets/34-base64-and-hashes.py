import base64
import binascii
import hashlib
import hmac
import zlib

data = "naïve text ✓".encode()
print(base64.b64encode(data).decode(), base64.urlsafe_b64encode(b"\xfb\xff\xfe"), base64.b32encode(b"abc"), base64.b16encode(b"\x0f"))
print(base64.b64decode("bmHDr3ZlIHRleHQg4pyT").decode(), base64.b85encode(b"hello"), data.hex(" ", 2))
print(hashlib.sha256(data).hexdigest(), hashlib.md5(b"").hexdigest(), sep="\n")
print(hashlib.sha1(b"a").hexdigest()[:12], hashlib.blake2b(b"x", digest_size=8).hexdigest(), hashlib.sha3_256(b"").hexdigest()[:8])
running = hashlib.sha512()
for piece in (b"one ", b"two"):
    running.update(piece)
print(running.hexdigest() == hashlib.sha512(b"one two").hexdigest(), running.digest_size)
print(hmac.new(b"key", b"message", "sha256").hexdigest(), hmac.compare_digest(b"a", b"a"))
print(zlib.crc32(b"hello"), zlib.adler32(b"hello"))
packed = zlib.compress(b"abc" * 1000)
print(len(packed) < 60, zlib.decompress(packed)[:6], binascii.crc32(b"hello"))
for bad in ("a", "!!!!", "YQ="):
    try:
        print(base64.b64decode(bad, validate=True))
    except binascii.Error as error:
        print(type(error).__name__)


def token(header, body):
    join = lambda part: base64.urlsafe_b64encode(part).rstrip(b"=").decode()
    signed = f"{join(header)}.{join(body)}"
    return f"{signed}.{join(hmac.digest(b'secret', signed.encode(), 'sha256'))}"


print(token(b'{"alg":"HS256"}', b'{"sub":"1"}'))

#// net-01 | error | The socket under the class that refuses, taken from the built-in module.
import _socket

one = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
one.connect(("127.0.0.1", 45999))
one.send(b"GET / HTTP/1.0\r\n\r\n")
R(b"reached" in one.recv(1000), "an answer to the built-in module")
#// net-02 | error | The class that refuses has a base, and the base does not refuse.
import socket

kind = socket.socket
for base in [*kind.__mro__[1:], kind]:
    if base is object:
        continue
    try:
        one = base.__new__(base)
        base.__init__(one, socket.AF_INET, socket.SOCK_STREAM)
        one.connect(("127.0.0.1", 45999))
        one.send(b"GET / HTTP/1.0\r\n\r\n")
        R(b"reached" in one.recv(1000), f"an answer to {base.__module__}.{base.__name__}")
        break
    except OSError as error:
        print("INFO", base.__module__, error)
else:
    R(False, "no base connects")
#// net-03 | contained | Clients of every protocol that the library has.
import ftplib
import http.client
import imaplib
import poplib
import smtplib
import urllib.request
import xmlrpc.client

ways = {
    "http": lambda: http.client.HTTPConnection("127.0.0.1", 45999, timeout=1).request("GET", "/"),
    "urllib": lambda: urllib.request.urlopen("http://127.0.0.1:45999/", timeout=1).read(),
    "proxy": lambda: urllib.request.build_opener(urllib.request.ProxyHandler({"http": "127.0.0.1:45999"})).open("http://example.com", timeout=1),
    "ftp": lambda: ftplib.FTP().connect("127.0.0.1", 45999, timeout=0.2),
    "smtp": lambda: smtplib.SMTP("127.0.0.1", 45999, timeout=0.2),
    "pop": lambda: poplib.POP3("127.0.0.1", 45999, timeout=0.2),
    "imap": lambda: imaplib.IMAP4("127.0.0.1", 45999, timeout=0.2),
    "xmlrpc": lambda: xmlrpc.client.ServerProxy("http://127.0.0.1:45999").x(),
}
reached = []
for name, way in ways.items():
    try:
        way()
        reached.append(name)
    except OSError as error:
        if "timed out" in str(error):
            reached.append(name)
        print("INFO", name, error)
R(len(reached) > 0, f"the listener by {reached}")
#// net-04 | contained | The loop's own connections, servers and datagrams.
import asyncio

reached = []
loop = asyncio.get_running_loop()
ways = {
    "connection": lambda: asyncio.open_connection("127.0.0.1", 45999),
    "server": lambda: asyncio.start_server(print, "127.0.0.1", 0),
    "datagram": lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("127.0.0.1", 53)),
    "unix": lambda: asyncio.start_unix_server(print, "/tmp/cm.sock"),
    "process": lambda: asyncio.create_subprocess_exec("id"),
    "shell": lambda: asyncio.create_subprocess_shell("id"),
}
for name, way in ways.items():
    try:
        await asyncio.wait_for(way(), 1)
        reached.append(name)
    except (OSError, NotImplementedError, PermissionError, RuntimeError, AttributeError, TimeoutError) as error:
        print("INFO", name, type(error).__name__)
R(len(reached) > 0, f"the loop opened {reached}")
#// net-05 | contained | Encrypted connections: the module, its built-in half, and contexts around a refused socket.
reached = []
for name in ("ssl", "_ssl"):
    try:
        module = __import__(name)
        context = module.create_default_context()
        context.wrap_socket(__import__("socket").socket(), server_hostname="localhost").connect(("127.0.0.1", 45999))
        reached.append(name)
    except (ImportError, OSError, AttributeError) as error:
        print("INFO", name, type(error).__name__)
R(len(reached) > 0, f"a connection through {reached}")
#// net-06 | error | Names of machines looked up, past the functions that refuse.
import _socket

answers = []
for ask in (
    lambda: _socket.gethostbyname("localhost.localdomain"),
    lambda: _socket.getaddrinfo("example.com", 80),
    lambda: _socket.gethostbyname_ex("example.com"),
    lambda: _socket.gethostbyaddr("127.0.0.1"),
    lambda: _socket.getnameinfo(("127.0.0.1", 80), 0),
    lambda: _socket.gethostname(),
):
    try:
        answers.append(str(ask()))
    except OSError as error:
        print("INFO", error)
# The engine's C library makes addresses of its own for every name, in 172.29.
real = [each for each in answers if any(c.isdigit() for c in each) and "172.29" not in each and "127.0.0.1" not in each]
R(len(real) > 0, f"answers of the network: {real}")
#// net-07 | contained | Files and other things by URL.
import urllib.request

got = []
for url in ("file:///tmp/cm_sentinel_host", "file://localhost/etc/passwd", "data:text/plain,inside", "ftp://127.0.0.1:45999/x", "jar:file:///etc/passwd"):
    try:
        answer = urllib.request.urlopen(url, timeout=1).read()
        if answer != b"inside":
            got.append(url)
    except (OSError, ValueError) as error:
        print("INFO", url.partition(":")[0], type(error).__name__)
try:
    import webbrowser

    got += ["browser"] if webbrowser.get("lynx").open("http://127.0.0.1:45999/") else []
except (ImportError, webbrowser.Error, OSError):
    pass
R(len(got) > 0, f"answers from {got}")
#// net-08 | contained | Descriptors that the process was born with: polled, read, written, and made into sockets.
import os
import select
import _socket

found = []
for handle in range(3, 64):
    try:
        os.fstat(handle)
    except OSError:
        continue
    where = ""
    try:
        where = os.readlink(f"/proc/self/fd/{handle}")
    except OSError:
        pass
    if "socket:" in where or where.startswith("/tmp"):
        found.append(where)
try:
    print("INFO ready:", [len(each) for each in select.select([0], [1], [], 0)])
except (OSError, ValueError) as error:
    print("INFO", type(error).__name__)
R(len(found) > 0, f"inherited: {found}")
#// net-09 | error | The library's checks replaced so that it goes on without an answer.
import socket

socket.socket.__init__ = lambda self, *args, **options: super(socket.socket, self).__init__(*args, **options)
one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
one.settimeout(1)
try:
    one.connect(("127.0.0.1", 45999))
    one.send(b"GET / HTTP/1.0\r\n\r\n")
    R(b"reached" in one.recv(1000), "an answer past the class that refuses")
except OSError as error:
    R(False, str(error))

import configparser
import io

text = """
[DEFAULT]
root = /srv
retries = 3

[web]
path = %(root)s/web
debug = yes
; a comment
hosts =
    one.example
    two.example

[db]
retries = 5
timeout = 2.5
empty
"""
config = configparser.ConfigParser(allow_no_value=True)
config.read_string(text)
print(config.sections(), config["web"]["path"], config.getboolean("web", "debug"), config["web"]["hosts"].split())
print(config.getint("db", "retries"), config.getfloat("db", "timeout"), config.get("db", "empty"), config.get("web", "none", fallback="-"))
config["new"] = {"a": "1", "B": "two"}
config.remove_section("web")
config.set("db", "timeout", "9")
out = io.StringIO()
config.write(out, space_around_delimiters=False)
print(out.getvalue().strip())
for attempt in (lambda: config["gone"], lambda: config.get("db", "gone"), lambda: config.read_string("[a]\n[a]")):
    try:
        attempt()
    except (KeyError, configparser.Error) as error:
        print(type(error).__name__)

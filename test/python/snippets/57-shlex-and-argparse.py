import argparse
import contextlib
import io
import shlex

line = """grep --color=auto -n "two words" 'a $b' file\\ name.txt # end"""
print(shlex.split(line), shlex.split("a # b", comments=True))
print(shlex.quote("it's"), shlex.join(["echo", "a b", "$HOME", "plain"]), list(shlex.shlex("x = 1+y", punctuation_chars=True)))
try:
    shlex.split("open 'quote")
except ValueError as error:
    print(error)

parser = argparse.ArgumentParser(prog="tool", description="A tool.", exit_on_error=False)
parser.add_argument("source")
parser.add_argument("targets", nargs="*", default=["out"])
parser.add_argument("-v", "--verbose", action="count", default=0)
parser.add_argument("--size", type=int, choices=[1, 2, 3], default=1, metavar="N")
parser.add_argument("--tag", action="append", dest="tags")
parser.add_argument("--dry-run", action="store_true")
parser.add_argument("--color", action=argparse.BooleanOptionalAction, default=True)
print(parser.parse_args(["in", "-vv", "--size", "3", "--tag=a", "--tag", "b", "--no-color"]))
print(vars(parser.parse_args(["in", "x", "y", "--dry-run"]))["targets"], parser.parse_known_args(["in", "--what"])[1])
for bad in (["in", "--size", "9"], ["in", "--size", "big"]):
    try:
        parser.parse_args(bad)
    except argparse.ArgumentError as error:
        print(error.argument_name, type(error).__name__)

commands = argparse.ArgumentParser(prog="git")
sub = commands.add_subparsers(dest="command", required=True)
add = sub.add_parser("add")
add.add_argument("paths", nargs="+")
add.set_defaults(run=lambda args: f"adding {', '.join(args.paths)}")
log = sub.add_parser("log", aliases=["l"])
log.add_argument("-n", type=float)
args = commands.parse_args(["add", "a", "b"])
print(args.command, args.run(args), commands.parse_args(["l", "-n", "5"]).n)
try:
    with contextlib.redirect_stderr(io.StringIO()) as complaint:
        commands.parse_args([])
except SystemExit as end:
    print("ended with", end.code, complaint.getvalue().startswith("usage: git"))

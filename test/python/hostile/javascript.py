#// js-01 | contained | JavaScript's globals as a module, under a name that is put together as the program runs.
name = "".join(chr(code) for code in (106, 115))
try:
    R(__import__(name).eval(READ) != "", "the secret by the engine's globals")
except ImportError as error:
    R(False, type(error).__name__)
#// js-02 | contained | JavaScript from text, by the package that leads Python to it.
try:
    from pyodide.code import run_js

    R(run_js(READ) != "", "the secret by text that runs")
except ImportError as error:
    R(False, type(error).__name__)
#// js-03 | contained | The host's root folder mounted into Python's file system.
import importlib
import os

try:
    files = importlib.import_module("pyodide_" + "js").FS
    options = importlib.import_module("pyodide.code").run_js("({ root: '/' })")
    files.mkdir("/host")
    files.mount(files.filesystems.NODEFS, options, "/host")
    R(os.path.exists("/host/etc"), f"{len(os.listdir('/host'))} entries of the host's root folder")
except ImportError as error:
    R(False, type(error).__name__)
#// js-04 | contained | The finders that refuse taken away, what they hid forgotten, and the engine's own finder put back.
import importlib
import sys

sys.meta_path[:] = [finder for finder in sys.meta_path if isinstance(finder, type)]
came, read = [], ""
for name in ("_pyodide_core", "_pyodide._importhook", "pyodide.ffi", "pyodide.code", "pyodide_js", "js"):
    sys.modules.pop(name, None)
    try:
        module = importlib.import_module(name)
        came.append(name)
        if hasattr(module, "register_js_finder"):
            module.register_js_finder()
        if hasattr(module, "run_js"):
            read += str(module.run_js(READ))
    except Exception as error:
        print("INFO", name, type(error).__name__)
print("INFO came:", *came)
R(read != "", "the secret by an import past the finders")
#// js-05 | error | The built-in module under all of it, made by the machinery that makes built-in modules.
import importlib.machinery
import importlib.util

spec = importlib.machinery.BuiltinImporter.find_spec("_pyodide_core")
core = importlib.util.module_from_spec(spec)
spec.loader.exec_module(core)
print("INFO names:", len(dir(core)), flush=True)
read = ""
for make in (lambda: core.to_js([1], dict_converter=None), lambda: core.to_js([1]), lambda: core.create_proxy([])):
    try:
        read += str(make().constructor.constructor(f"return {READ}")())
    except Exception as error:
        print("INFO", type(error).__name__, error)
R(read != "", "the secret by an object of JavaScript's")
#// js-06 | contained | Modules that were imported once and are only forgotten: found among all that the collector knows.
import gc
import types

hidden = {"js", "pyodide_js", "_pyodide_core"}
found = [each for each in gc.get_objects() if isinstance(each, types.ModuleType) and each.__name__ in hidden]
proxies = [each for each in gc.get_objects() if type(each).__name__ in ("JsProxy", "JsException")]
print("INFO", len(found), "modules,", len(proxies), "proxies", flush=True)
read = ""
for each in [*found, *proxies]:
    for way in (lambda: each.eval(READ), lambda: each.constructor.constructor(f"return {READ}")()):
        try:
            read += str(way())
        except Exception as error:
            print("INFO", type(error).__name__)
R(read != "", "the secret by something that the collector knew")
#// js-07 | contained | A proxy's class, found among all classes, and an instance made without its constructor.
found = []


def walk(kind, depth=0):
    for each in type.__subclasses__(kind):
        if each.__name__.startswith("Js") and "Finder" not in each.__name__:
            found.append(each)
        if depth < 6:
            walk(each, depth + 1)


walk(object)
read = ""
for kind in dict.fromkeys(found):
    for make in (lambda: kind(), lambda: kind.__new__(kind), lambda: object.__new__(kind), lambda: kind("text", "name")):
        try:
            read += str(make().constructor.constructor(f"return {READ}")())
        except Exception:
            pass
R(read != "", f"the secret by one of {len(found)} classes")
#// js-08 | contained | JavaScript's compiler of functions, reached through a tool and through its answer.
answer = await servers.probe.poison()
reached = []
for each in (answer, servers.probe.echo, servers.probe, servers):
    try:
        if each.constructor.constructor(f"return {READ}")() != "":
            reached.append(type(each).__name__)
    except Exception as error:
        print("INFO", type(error).__name__)
R(len(reached) > 0, f"the secret by {reached}")
#// js-09 | contained | The engine's own errors: what they say of the host's folders.
import importlib
import sys

seen = ""
try:
    code = importlib.import_module("pyodide.code")
    code.run_js("null.x")
except ImportError as error:
    seen = str(error)
except Exception as error:
    seen = str(getattr(error, "stack", "")) + str(error)
R("_".join(["node", "modules"]) in seen or "file://" in seen, "a path of the host in an error's stack")
#// js-10 | contained | A timer of JavaScript's that calls Python back when the program has long ended.
try:
    import js
    from pyodide.ffi import create_once_callable

    js.setTimeout(create_once_callable(lambda: print("ESCAPED later")), 0)
    R(True, "a timer outside of the loop")
except ImportError as error:
    R(False, type(error).__name__)
#// js-11 | contained | A request through the engine's own fetch, by three roads.
reached = []
for road in ("from pyodide.http import pyfetch as get", "from js import fetch as get", "from pyodide.http import open_url as get"):
    try:
        exec(road)
        answer = get("http://127.0.0.1:45999/road")
        answer = (await answer) if hasattr(answer, "__await__") else answer
        reached.append(road)
    except Exception as error:
        print("INFO", type(error).__name__)
R(len(reached) > 0, f"{len(reached)} roads to the network")
#// js-12 | contained | Functions of the engine's C library that run JavaScript, called through ctypes.
try:
    import ctypes

    R(ctypes.CDLL(None).emscripten_run_script_int(f"{READ}.length".encode()) > 0, "the secret's length by C")
except (ImportError, OSError, AttributeError) as error:
    R(False, type(error).__name__)
#// js-13 | error | The same without ctypes' Python: its built-in half loads libraries, looks up symbols and calls them.
import importlib.machinery
import importlib.util

spec = importlib.machinery.BuiltinImporter.find_spec("_ctypes")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
try:
    handle = module.dlopen(None, 0)
    print("INFO handle", handle, flush=True)
    address = module.dlsym(handle, "emscripten_run_script_int")
    print("INFO address", address, flush=True)
    R(module.call_function(address, (f"{READ}.length".encode(),)) > 0, "the secret's length by an address")
except OSError as error:
    R(False, error)
#// js-14 | error | A library of WebAssembly that the program has written itself, loaded as an extension module.
import importlib.machinery
import importlib.util
import os

body = bytes([0, 97, 115, 109, 1, 0, 0, 0, 0, 15, 8]) + b"dylink.0" + bytes([1, 4, 0, 0, 0, 0])
with open("own.so", "wb") as file:
    file.write(body)
loader = importlib.machinery.ExtensionFileLoader("own", os.path.abspath("own.so"))
try:
    importlib.util.module_from_spec(importlib.util.spec_from_loader("own", loader))
    print("INFO loaded")
except ImportError as error:
    print("INFO", error)
#// js-15 | contained | The engine's packages, loaded from its folder or from the network.
came = []
for road in ("import micropip", "import pyodide_js", "from pyodide_js import loadPackage"):
    try:
        exec(road)
        came.append(road)
    except ImportError:
        pass
R(len(came) > 0, f"{len(came)} package managers")
#// js-16 | contained | The loop that the engine brings along, which schedules through JavaScript.
try:
    from pyodide.webloop import WebLoop

    loop = WebLoop()
    loop.call_later(0, print, "ESCAPED by the engine's loop")
    R(True, "the engine's loop takes callbacks")
except ImportError as error:
    R(False, type(error).__name__)
#// js-17 | contained | What the last finder of the engine's still holds: its module, that module's globals, and whom those know.
import sys
import types

seen, queue, reached = set(), [finder for finder in sys.meta_path if "pyodide" in getattr(finder, "__module__", "")], []
print("INFO finders of the engine's:", len(queue))
while queue and len(seen) < 3_000:
    each = queue.pop()
    if id(each) in seen:
        continue
    seen.add(id(each))
    if type(each).__name__ in ("JsProxy", "JsException") or getattr(each, "__name__", None) in ("js", "pyodide_js"):
        reached.append(each)
    for name in ("__globals__", "__dict__", "__func__", "__self__", "__closure__", "__wrapped__", "__class__"):
        try:
            inner = getattr(each, name)
        except Exception:
            continue
        queue.extend(inner.values() if isinstance(inner, (dict, types.MappingProxyType)) else inner if isinstance(inner, tuple) else [inner])
read = ""
for each in reached:
    try:
        read += str(each.eval(READ))
    except Exception as error:
        print("INFO", type(error).__name__)
R(read != "", f"the secret by one of {len(reached)} things of JavaScript's")

# What every program of test/python/hostile begins with. READ is JavaScript that reads what the host has planted.
READ = "String(globalThis.process?.env?.CM_SECRET ?? globalThis.Deno?.readTextFileSync('/tmp/cm_sentinel_host') ?? '')"
def R(escaped, what):
    print("ESCAPED" if escaped else "CONTAINED", what)

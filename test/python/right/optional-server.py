try:
    import generated.servers.wikipedia as wikipedia
except ModuleNotFoundError:
    wikipedia = None

"no" if wikipedia is None else await wikipedia.search("x")

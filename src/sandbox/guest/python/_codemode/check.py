def check(tree, source, namespace, run_anyway):
    pass

import ast

source = '''
import os
from json import loads as parse

LIMIT = 5 * 2

def load(path, *, strict=True):
    with open(path) as file:
        return parse(file.read())

async def main():
    await load("x")
    print(os.getcwd(), LIMIT)
'''
tree = ast.parse(source)
print([type(node).__name__ for node in tree.body])


class Calls(ast.NodeVisitor):
    def __init__(self):
        self.found = []

    def visit_Call(self, node):
        self.found.append((ast.unparse(node.func), node.lineno, len(node.args)))
        self.generic_visit(node)


calls = Calls()
calls.visit(tree)
print(calls.found)
print({alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names} == {"os", "parse"})
print(ast.get_source_segment(source, tree.body[2]))

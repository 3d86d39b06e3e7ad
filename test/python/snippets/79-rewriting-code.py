import ast


class Fold(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant) and isinstance(node.op, ast.Mult):
            return ast.copy_location(ast.Constant(node.left.value * node.right.value), node)
        return node


print(ast.unparse(Fold().visit(ast.parse("x = 2 * 3 * y + 4 * 5"))))
print(ast.literal_eval("{'a': [1, (2, None)], 'b': -3.5}"))
for text in ("open('x')", "1 +", "a"):
    try:
        print(ast.literal_eval(text))
    except (ValueError, SyntaxError) as error:
        print(type(error).__name__)
code = compile(ast.Expression(ast.parse("n ** 2 + 1", mode="eval").body), "<made>", "eval")
print([eval(code, {"n": n}) for n in range(4)])

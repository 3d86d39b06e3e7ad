"""Where a program binds which names: its scopes as CPython makes them, and the place of every node in them."""

import ast


class Scope:
    """A module, function, class or comprehension, with all that binds names in it."""

    def __init__(self, kind, node, parent):
        self.kind = kind
        self.node = node
        self.parent = parent
        self.module = self if parent is None else parent.module
        # Where `:=` binds: comprehensions have no variables but their own.
        self.keeper = parent.keeper if kind == "comprehension" else self
        self.bindings = {}
        self.declared_global = set()
        self.declared_nonlocal = set()

    def bind(self, name, node, value=None):
        self.bindings.setdefault(name, []).append(Binding(node, value))

    def owner_of(self, name):
        """The scope whose variable a name means here, or `None` for what the program does not bind."""
        scope, is_inside = self, True
        while scope is not None:
            if name in scope.declared_global:
                scope = scope.module
            # Functions in a class do not see its variables.
            if name in scope.bindings and (is_inside or scope.kind != "class"):
                return scope
            is_inside = is_inside and scope.kind == "type parameters"
            scope = scope.parent
        return None


class Binding:
    """One place that binds a name, and the expression or definition that it is bound to, where that is plain."""

    def __init__(self, node, value):
        self.node = node
        self.value = value


class Survey:
    """
    A walk over the whole program, without recursion: its nodes by their types, and for each the node around it, its scope and, for
    statements, the place in a block. Annotations are left out: nothing evaluates them.
    """

    def __init__(self, tree):
        self.tree = tree
        self.module = Scope("module", tree, None)
        self.scopes = [self.module]
        self.stars = []
        self._nodes = {}
        self._parents = {}
        self._scope_of = {}
        self._places = {}
        waiting = [(tree, None, self.module)]
        while waiting:
            node, parent, scope = waiting.pop()
            kind = type(node)
            self._nodes.setdefault(kind, []).append(node)
            self._parents[node] = parent
            self._scope_of[node] = scope
            if (bind := BINDING.get(kind)) is not None:
                bind(self, node, scope)
            inside = INSIDE.get(kind)
            children = self._children(node, scope) if inside is None else inside(self, node, scope)
            waiting += [(child, node, its) for child, its in reversed(children)]
        for scope in self.scopes:
            _move_declared(scope)

    def of(self, *kinds):
        """The nodes of some types, each type in the order of the program."""
        return [node for kind in kinds for node in self._nodes.get(kind, ())]

    def scope_of(self, node):
        return self._scope_of[node]

    def enclosing(self, node):
        """The nodes around a node, from the nearest on, each after what it has inside."""
        while (around := self._parents[node]) is not None:
            yield node, around
            node = around

    def follows(self, node, binding):
        """Whether a node is reached only after a binding was: it stands further on in the block of the binding's statement."""
        block, at = self._place_of(binding.node)
        while node is not None:
            place = self._places.get(node)
            if place is not None and place[0] == block:
                return place[1] > at
            node = self._parents[node]
        return False

    def is_at_top_of(self, scope, binding):
        """Whether a binding is no part of a branch or a loop of its scope."""
        return self._place_of(binding.node)[0] == (scope.node, "body")

    def _place_of(self, node):
        while node not in self._places:
            node = self._parents[node]
        return self._places[node]

    def _inner(self, kind, node, parent):
        scope = Scope(kind, node, parent)
        self.scopes.append(scope)
        return scope

    def _children(self, node, scope):
        """What is inside a node, each with its scope."""
        children = []
        for field in node._fields:
            if field in WITHOUT_NODES:
                continue
            value = getattr(node, field)
            if type(value) is not list:
                children += _each([value], scope)
            elif value and isinstance(value[0], ast.stmt):
                children += self._block(node, field, scope)
            else:
                children += _each(value, scope)
        return children

    def _nothing(self, node, scope):
        return ()

    def _block(self, node, field, scope):
        statements = getattr(node, field)
        for index, statement in enumerate(statements):
            self._places[statement] = ((node, field), index)
        return _each(statements, scope)

    def _function(self, node, scope):
        outer = self._type_parameters(node, scope)
        inner = self._inner("function", node, outer)
        return [*_each(node.decorator_list, scope), *self._arguments(node, scope, inner), *self._block(node, "body", inner)]

    def _lambda(self, node, scope):
        inner = self._inner("function", node, scope)
        return [*self._arguments(node, scope, inner), (node.body, inner)]

    def _arguments(self, node, scope, inner):
        arguments = node.args
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
            if each is not None:
                inner.bind(each.arg, node)
        return _each([*arguments.defaults, *arguments.kw_defaults], scope)

    def _class(self, node, scope):
        outer = self._type_parameters(node, scope)
        inner = self._inner("class", node, outer)
        return [*_each(node.decorator_list, scope), *_each([*node.bases, *node.keywords], outer), *self._block(node, "body", inner)]

    def _type_parameters(self, node, scope):
        parameters = getattr(node, "type_params", ())
        if not parameters:
            return scope
        inner = self._inner("type parameters", node, scope)
        for each in parameters:
            inner.bind(each.name, node)
        return inner

    def _comprehension(self, node, scope):
        inner = self._inner("comprehension", node, scope)
        children = []
        for index, generator in enumerate(node.generators):
            # Its parts are in two scopes, so that it is none of them and they stand where it does.
            self._nodes.setdefault(ast.comprehension, []).append(generator)
            children.append((generator.iter, inner if index else scope))
            children += _each([generator.target, *generator.ifs], inner)
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        return [*children, *_each(results, inner)]

    def _annotated(self, node, scope):
        return _each([node.target, node.value], scope)

    def _bind_name(self, node, scope):
        if isinstance(node.ctx, ast.Load):
            return
        parent = self._parents[node]
        if isinstance(parent, ast.NamedExpr):
            scope.keeper.bind(node.id, node, parent.value)
        elif isinstance(parent, (ast.Assign, ast.AnnAssign)):
            scope.bind(node.id, node, parent.value)
        else:
            scope.bind(node.id, node)

    def _bind_definition(self, node, scope):
        scope.bind(node.name, node, node)

    def _bind_imports(self, node, scope):
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(node)
            else:
                scope.bind(alias.asname or alias.name.partition(".")[0], node, alias)

    def _bind_plain(self, node, scope):
        if node.name:
            scope.bind(node.name, node)

    def _bind_rest(self, node, scope):
        if node.rest:
            scope.bind(node.rest, node)

    def _bind_type(self, node, scope):
        scope.bind(node.name.id, node)

    def _declare_global(self, node, scope):
        scope.declared_global.update(node.names)

    def _declare_nonlocal(self, node, scope):
        scope.declared_nonlocal.update(node.names)


def _each(nodes, scope):
    return [(node, scope) for node in nodes if isinstance(node, ast.AST)]


def _move_declared(scope):
    """What `global` and `nonlocal` say: the names are bound in another scope."""
    for name in scope.declared_global | scope.declared_nonlocal:
        bindings = scope.bindings.pop(name, [])
        owner = scope.module if name in scope.declared_global else scope.parent and scope.parent.owner_of(name)
        if owner is not None and owner is not scope:
            owner.bindings.setdefault(name, []).extend(bindings)
        elif bindings:
            scope.bindings[name] = bindings


def _by_kind(handlers):
    """Handlers by types' names; a version of Python may lack some of the types."""
    return {getattr(ast, name): handler for names, handler in handlers.items() for name in names.split() if hasattr(ast, name)}


# What in a node holds no expressions and no statements.
WITHOUT_NODES = frozenset("ctx op ops names id attr arg name rest kwd_attrs level module type_comment type_ignores kind conversion simple str".split())
INSIDE = _by_kind(
    {
        "Name Constant TypeAlias Import ImportFrom": Survey._nothing,
        "FunctionDef AsyncFunctionDef": Survey._function,
        "Lambda": Survey._lambda,
        "ClassDef": Survey._class,
        "ListComp SetComp DictComp GeneratorExp": Survey._comprehension,
        "AnnAssign": Survey._annotated,
    }
)
BINDING = _by_kind(
    {
        "Name": Survey._bind_name,
        "FunctionDef AsyncFunctionDef ClassDef": Survey._bind_definition,
        "Import ImportFrom": Survey._bind_imports,
        "ExceptHandler MatchAs MatchStar": Survey._bind_plain,
        "MatchMapping": Survey._bind_rest,
        "TypeAlias": Survey._bind_type,
        "Global": Survey._declare_global,
        "Nonlocal": Survey._declare_nonlocal,
    }
)

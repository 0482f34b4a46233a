"""Everything a script needs out of `core` and nothing else: the definitions reached from its own, under names that fit.

A name of `core` either has a plain stand-in among `core.export.parts` (the model, the fan-out, gates), or is taken as
it is. What reaches into the app's machinery cannot be taken along.
"""

import ast
import builtins
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import InputError
from core.export.literals import WIDTH
from core.export.modules import Imported, Module, Statement, is_module, module_of
from core.export.scopes import Reference
from core.export.stand_ins import MACHINERY, DefinitionKey, stand_in

TYPE_VARIABLES = ("TypeVar(", "ParamSpec(")
Rewrite = Callable[[Module], Module]


@dataclass(frozen=True, slots=True)
class Piece:
    """A statement of the script with its final text."""

    module: str
    statement: Statement
    text: str


@dataclass(slots=True)
class Bundle:
    """The definitions taken, by module in the order in which they were reached.

    `chosen` decides between stand-ins, `rewrite` bakes values into a module, the names of the module `reserved` are
    kept as they are.
    """

    chosen: Mapping[DefinitionKey, DefinitionKey]
    rewrite: Rewrite
    reserved: str
    names: dict[DefinitionKey, str] = field(default_factory=dict)
    imports: dict[Imported, str] = field(default_factory=dict)
    _modules: dict[str, Module] = field(default_factory=dict)
    _reached: dict[str, dict[int, Statement]] = field(default_factory=dict)

    def take(self, module: str, name: str) -> None:
        """Take a definition and all that it needs, under its own name."""
        self._reach((module, name), name)

    def module(self, name: str) -> Module:
        """A module of `core` as it stands in scripts."""
        if name not in self._modules:
            self._modules[name] = self.rewrite(module_of(name))
        return self._modules[name]

    def pieces(self) -> list[Piece]:
        """Every statement taken, in the order of its module."""
        return [
            Piece(name, statement, self._text(self.module(name), statement))
            for name, reached in self._reached.items()
            for _, statement in sorted(reached.items())
        ]

    def needs(self, piece: Piece, *, early: bool) -> Iterator[DefinitionKey]:
        """The definitions that a piece mentions, or those it needs when it is executed."""
        for reference in piece.statement.references:
            if reference.early or not early:
                found = self._resolved(piece.module, reference.name, reference.attribute)
                if isinstance(found, tuple):
                    yield found

    def _reach(self, key: DefinitionKey, known_as: str) -> None:
        if key in self.names:
            return
        module = self.module(key[0])
        twin = self._twin(module, key[1])
        if twin is not None:
            self.names[key] = twin
            return
        self.names[key] = self._free_name(key, (known_as, key[1]))
        for statement in module.defined[key[1]]:
            for name in statement.names:
                self.names.setdefault((key[0], name), self._free_name((key[0], name), (name,)))
            self._reached.setdefault(key[0], {})[statement.first] = statement
            for reference in statement.references:
                self._follow(module, reference)

    def _twin(self, module: Module, name: str) -> str | None:
        """The name of a type variable that was taken from another module already and is written the same way."""
        (node,) = (definition.node for definition in module.defined[name][:1])
        if not isinstance(node, ast.Assign) or not ast.unparse(node.value).startswith(TYPE_VARIABLES):
            return None
        others = (
            (key, definition)
            for key in self.names
            if key[1] == name and key[0] != module.name
            for definition in self.module(key[0]).defined[name]
        )
        return next(
            (self.names[key] for key, definition in others if ast.unparse(definition.node) == ast.unparse(node)), None
        )

    def _follow(self, module: Module, reference: Reference) -> None:
        found = self._resolved(module.name, reference.name, reference.attribute)
        if isinstance(found, tuple):
            self._reach(found, reference.name)
        elif found is not None and found not in self.imports:
            self.imports[found] = self._free_name(("", reference.name), (reference.name,), found.module)

    def _resolved(self, module_name: str, name: str, attribute: str = "") -> DefinitionKey | Imported | None:
        """What a name stands for: a definition, an import from outside, or None for one of Python's own.

        With a module of `core` for a name, the attribute is the definition.
        """
        module = self.module(module_name)
        if name in module.defined:
            return stand_in((module_name, name), self.chosen)
        imported = module.imports.get(name)
        if imported is None:
            if hasattr(builtins, name) or name.startswith("__"):
                return None
            raise InputError(f"It uses the name {name!r}, which {module_name} does not define.")
        if imported.module.partition(".")[0] != "core":
            return imported
        if imported.name and is_module(f"{imported.module}.{imported.name}"):
            return self._in_core(Imported(f"{imported.module}.{imported.name}", attribute))
        return self._in_core(imported)

    def _in_core(self, imported: Imported) -> DefinitionKey | Imported | None:
        key = stand_in((imported.module, imported.name), self.chosen)
        if key[0].startswith(MACHINERY) or not imported.name:
            raise InputError(
                f"It uses {key[1] or key[0]} of {key[0]}, which is part of the app and has no place outside."
            )
        if key[1] in self.module(key[0]).defined:
            return key
        return self._resolved(*key)

    def _free_name(self, key: DefinitionKey, wanted: Sequence[str], origin: str = "") -> str:
        """The first of the wanted names that is not taken, else one with the module's name that fits its lines."""
        taken = {*self.names.values(), *self.imports.values()}
        if key[0] != self.reserved:
            taken |= set(self.module(self.reserved).defined)
        free = next((name for name in wanted if name not in taken), None)
        if free is not None:
            return free
        name, origin = wanted[-1], (key[0] or origin).rpartition(".")[2]
        options = [option for option in _longer(name, origin) if option not in taken and not hasattr(builtins, option)]
        lines = self.module(key[0]).lines if key[0] else []
        fitting = (option for option in options if all(_fits(line, name, option) for line in lines))
        return next(fitting, options[0])

    def _text(self, module: Module, statement: Statement) -> str:
        """The statement's source with its names as they are in the script."""
        lines = [line.encode() for line in module.lines]
        for line, column, name, renamed in sorted(self._renamed(module, statement), reverse=True):
            old = lines[line - 1]
            lines[line - 1] = old[:column] + renamed.encode() + old[column + len(name.encode()) :]
        return b"\n".join(lines[statement.first - 1 : statement.last]).decode()

    def _renamed(self, module: Module, statement: Statement) -> Iterator[tuple[int, int, str, str]]:
        for reference in statement.references:
            found = self._resolved(module.name, reference.name, reference.attribute)
            renamed = self.names.get(found) if isinstance(found, tuple) else self.imports.get(found) if found else None
            source = module.imports.get(reference.name)
            whole = source is not None and isinstance(found, tuple) and is_module(f"{source.module}.{source.name}")
            written = f"{reference.name}.{reference.attribute}" if whole else reference.name
            if renamed and renamed != written:
                yield reference.line, reference.column, written, renamed
        node = statement.node
        own = self.names.get((module.name, getattr(node, "name", "")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and own and own != node.name:
            word = {ast.FunctionDef: "def ", ast.AsyncFunctionDef: "async def ", ast.ClassDef: "class "}[type(node)]
            yield node.lineno, node.col_offset + len(word), node.name, own


def by_key(pieces: Sequence[Piece]) -> Mapping[DefinitionKey, list[Piece]]:
    """The pieces that define each name."""
    found: dict[DefinitionKey, list[Piece]] = {}
    for piece in pieces:
        for name in piece.statement.names:
            found.setdefault((piece.module, name), []).append(piece)
    return found


def _longer(name: str, module: str) -> list[str]:
    """Other names for a definition, which say where it comes from."""
    bare = name.lstrip("_")
    if bare[:1].isupper() and not bare.isupper():
        camel = "".join(part.capitalize() for part in module.split("_"))
        return [f"{camel}{bare}", f"{bare}2", f"{camel}{bare}2"]
    return [f"{module}_{bare}", f"_{module}_{bare}", f"{name}2", f"{module}_{bare}_2"]


def _fits(line: str, name: str, renamed: str) -> bool:
    return len(line) + (len(renamed) - len(name)) * line.count(name) <= WIDTH

"""The text of a program: where things stand in it, and how it is changed."""

from __future__ import annotations

import ast
import io
import itertools
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

_WORDS = frozenset({tokenize.NAME, tokenize.OP})

Node = ast.stmt | ast.expr | ast.alias


@dataclass
class Source:
    """A program's text, and the changes that are to be made in it.

    Raises:
        SyntaxError: If it is no program of this Python's.
    """

    text: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tree = parsed(self.text)
        # Lines as Python counts them: str.splitlines() also ends them at form feeds.
        self._lines = list(io.StringIO(self.text, newline=""))
        self._starts = list(itertools.accumulate(map(len, self._lines), initial=0))
        self._tokens: list[tokenize.TokenInfo] | None = None

    def start(self, node: Node) -> int:
        """Return where *node* begins, in characters from the beginning."""
        return self._at(node.lineno, node.col_offset)

    def end(self, node: Node) -> int:
        """Return where *node* ends."""
        return self._at(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def _at(self, line: int, column: int) -> int:
        """Return the place of a column, which Python counts in bytes."""
        before = self._lines[line - 1].encode()[:column]
        return self._starts[line - 1] + len(before.decode())

    def segment(self, node: Node) -> str:
        """Return the text of *node*."""
        return self.text[self.start(node) : self.end(node)]

    def replace(self, start: int, end: int, text: str) -> None:
        """Have what stands between two places replaced; changes do not overlap."""
        self.edits.append((start, end, text))

    def changed(self) -> str:
        """Return the text with all changes made."""
        text = self.text
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def tokens(
        self, node: Node, *, kinds: frozenset[int] = _WORDS
    ) -> Iterator[tuple[int, int, tokenize.TokenInfo]]:
        """Yield what *node* is made of, with its places."""
        if self._tokens is None:
            self._tokens = list(tokenize.generate_tokens(iter([*self._lines, ""]).__next__))
        start, end = self.start(node), self.end(node)
        for token in self._tokens:
            if token.type in kinds:
                first = self._starts[token.start[0] - 1] + token.start[1]
                last = self._starts[token.end[0] - 1] + token.end[1]
                if start <= first and last <= end:
                    yield first, last, token

    def comments(self, node: Node) -> list[str]:
        """Return the comments inside *node*."""
        found = self.tokens(node, kinds=frozenset({tokenize.COMMENT}))
        return [token.string for _, _, token in found]

    def names_of(self, node: Node, after: str | None = None) -> tuple[int, int]:
        """Return where the first dotted name in *node* stands, or the first one behind a word."""
        places = list(self.tokens(node))
        if after:
            begins = next(i for i, (_, _, token) in enumerate(places) if token.string == after)
            places = places[begins + 1 :]
        dotted = list(
            itertools.takewhile(lambda each: each[2].string not in {"import", "as", ","}, places)
        )
        return dotted[0][0], dotted[-1][1]

    def is_alone(self, node: ast.stmt) -> bool:
        """Tell whether a statement shares its lines with no other."""
        start, end = self.start(node), self.end(node)
        before = self.text[self._starts[node.lineno - 1] : start]
        line_end = self._starts[node.end_lineno or node.lineno]
        after = self.text[end:line_end].strip()
        return not before.strip() and (not after or after.startswith("#"))

    def indent(self, node: ast.stmt) -> str:
        """Return what stands before a statement on its line."""
        return self.text[self._starts[node.lineno - 1] : self.start(node)]

    @property
    def newline(self) -> str:
        """How lines end; by the first one."""
        first = self._lines[0] if self._lines else ""
        return first[len(first.rstrip("\r\n")) :] or "\n"


def parsed(text: str) -> ast.Module:
    """Return a program's tree, without the warnings that it deserves.

    Raises:
        SyntaxError: If it is no program of this Python's.
    """
    with warnings.catch_warnings(action="ignore"):
        return ast.parse(text)

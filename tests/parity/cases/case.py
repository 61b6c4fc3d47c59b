"""What a case is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.parity.outcome import Run


@dataclass(frozen=True, slots=True)
class Case:
    """Something that a program does with either library."""

    name: str
    run: Run


class Cases(list[Case]):
    """Collects the cases of one module."""

    def case(self, name: str) -> Callable[[Run], Run]:
        """Take the function below in as a case."""

        def take(run: Run) -> Run:
            self.append(Case(name, run))
            return run

        return take

"""Problems as they are met: the first ones are kept, the rest counted, one told for each cell."""

from __future__ import annotations

from knowledge.files.problems import FileProblem, Told

#: More than anybody mends in one sitting.
MOST_TOLD = 200
#: Cells remembered, so that each counts once; beyond, the count is a little high.
MOST_CELLS = 50_000


class Troubles:
    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Told] = []
        self._more = 0
        self._cells: set[tuple[str, int, str]] = set()

    def __bool__(self) -> bool:
        return bool(self._kept)

    def add(self, problem: Told) -> None:
        if isinstance(problem, FileProblem) and problem.row:
            place = (problem.sheet, problem.row, problem.column)
            if place in self._cells:
                return
            if len(self._cells) < MOST_CELLS:
                self._cells.add(place)
        if len(self._kept) < MOST_TOLD:
            self._kept.append(problem)
        else:
            self._more += 1

    def all(self) -> list[Told]:
        """In the order in which they were met; at the end, how many more there are."""
        rest: list[Told] = [FileProblem(self.file, "more", f"{self._more}")] if self._more else []
        return [*self._kept, *rest]

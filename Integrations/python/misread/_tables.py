"""What a caller holds, as plain Python values: tables, columns and matrices, each with the ids that it brings along.

Nothing is imported: a frame, an array or a tensor is known by what it can do.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ._cells import cell, first_repeated, is_blank
from ._hints import listed

Ids = Optional[List[str]]


def _no_ids() -> Ids:
    return None


@dataclass(frozen=True)
class Table:
    """Columns of one length."""

    columns: Dict[str, List[Any]]
    index: Callable[[], Ids] = _no_ids
    """The ids that a frame's own index holds. Raises ValueError where it holds some that cannot be."""
    is_indexed: Optional[bool] = None
    """Whether the index says something; None where there can be none."""

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), []))


@dataclass(frozen=True)
class Vector:
    """One column."""

    values: List[Any]
    index: Callable[[], Ids] = _no_ids
    is_indexed: Optional[bool] = None


@dataclass(frozen=True)
class Matrix:
    """Rows of numbers. `names` are those of its columns where it has any."""

    rows: int
    width: int
    values: Callable[[], List[List[Any]]]
    npy: Callable[[], Tuple[str, bytes]]
    """The type and the bytes of its numbers, as an NPY file has them, row by row."""
    names: Optional[List[str]] = None
    index: Callable[[], Ids] = _no_ids
    is_indexed: Optional[bool] = None


def read(value: Any, argument: str) -> "Table | Vector | Matrix":
    """A table, a column or a matrix, whichever a value is. A mapping of ids to values is a column with ids.

    Raises TypeError for what is none of them, ValueError where lengths differ.
    """
    if hasattr(value, "collect") and not hasattr(value, "get_columns"):
        raise TypeError(f"{argument}: a lazy frame has no rows yet; hand over {argument}.collect()")
    if hasattr(value, "iloc") and hasattr(value, "columns"):
        return _pandas_table(value, argument)
    if hasattr(value, "iloc"):
        return Vector(value.tolist(), *_index(value, argument))
    if hasattr(value, "get_columns"):
        return _equal({str(each.name): each.to_list() for each in value.get_columns()}, argument)
    if hasattr(value, "to_pydict"):
        return _equal({str(name): list(each) for name, each in value.to_pydict().items()}, argument)
    if isinstance(value, Mapping):
        return _mapping(value, argument)
    if hasattr(value, "to_list"):
        return Vector(list(value.to_list()))
    if hasattr(value, "to_pylist"):
        return Vector(list(value.to_pylist()))
    value = array_of(value)
    if hasattr(value, "tolist") and hasattr(value, "shape"):
        return _array(value, argument)
    if isinstance(value, (str, bytes, bytearray, set, frozenset)) or not hasattr(value, "__iter__"):
        raise TypeError(
            f"{argument}: a table, an array, a tensor or a list was expected, not {_kind(value)}{_way_out(value)}"
        )
    return _list(list(value), argument)


def array_of(value: Any) -> Any:
    """A tensor as an array, or as lists where it has no equal among arrays; anything else as it is."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    if hasattr(value, "numpy") and not hasattr(value, "astype"):
        try:
            return value.numpy()
        except (TypeError, RuntimeError):  # bfloat16, or torch without NumPy
            return value.tolist()
    return value


def npy(shape: Sequence[int], kind: str, raw: bytes) -> bytes:
    """An NPY file of version 1.0."""
    size = "".join(f"{length}, " for length in shape)
    head = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({size.strip()}), }}"
    head += " " * (-(len(head) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode("ascii") + raw


def ids_of(values: Sequence[Any], argument: str) -> List[str]:
    """Ids as text. Raises ValueError for a blank one."""
    ids = [cell(value) for value in values]
    if "" in ids:
        raise ValueError(f"{argument}: row {ids.index('')} has no id; every row needs one")
    return ids


def _kind(value: Any) -> str:
    return "None" if value is None else f"the {type(value).__name__} {value!r}"[:80]


def _way_out(value: Any) -> str:
    if isinstance(value, (str, bytes)):
        return "; a file is read by `misread init DIR --from PATH`, then misread.Workspace(DIR).build()"
    return "; a set has no order" if isinstance(value, (set, frozenset)) else ""


def _index(frame: Any, argument: str) -> Tuple[Callable[[], Ids], bool]:
    """The ids in the index of a frame. One that only counts the rows from 0 says nothing."""
    index = frame.index
    if type(index).__name__ == "RangeIndex" and (index.start, index.step) == (0, 1):
        return _no_ids, False

    def ids() -> Ids:
        if index.nlevels > 1:
            raise ValueError(f"{argument}: its index has {index.nlevels} levels, which are no ids; give ids=")
        texts = ids_of(index.tolist(), f"the index of {argument}")
        twice = first_repeated(texts)
        if twice is not None:
            raise ValueError(
                f'{argument}: its index is taken for the ids of images, and "{twice}" stands in it twice; '
                "give ids=, or reset_index(drop=True) where its rows only have an order"
            )
        return texts

    return ids, True


def _pandas_table(frame: Any, argument: str) -> Table:
    names = list(frame.columns)
    for name in names:
        if isinstance(name, tuple):
            raise ValueError(f"{argument}: its columns have several levels, {name!r}; give them one name each")
    columns = {str(name): frame.iloc[:, place].tolist() for place, name in enumerate(names)}
    if len(columns) < len(names):
        raise ValueError(f'{argument}: two columns are called "{first_repeated(map(str, names))}"')
    return Table(columns, *_index(frame, argument))


def _mapping(value: Mapping[Any, Any], argument: str) -> "Table | Vector":
    """Columns by their names, or values by the ids of their images."""
    def is_column(each: Any) -> bool:
        return not isinstance(each, (str, bytes)) and (hasattr(each, "__len__") or hasattr(each, "shape"))

    columns = [name for name, each in value.items() if is_column(each)]
    if value and not columns:
        ids = ids_of(list(value), f"the keys of {argument}")
        return Vector(list(value.values()), lambda: ids, True)
    if len(columns) < len(value):
        odd = next(name for name in value if name not in columns)
        raise TypeError(f'{argument}: "{odd}" holds {_kind(value[odd])} where other columns hold a value a row')
    read_columns: Dict[str, List[Any]] = {}
    for name, each in value.items():
        column = read(each, f'{argument}["{name}"]')
        if isinstance(column, Matrix):
            read_columns[str(name)] = column.values()
        elif isinstance(column, Vector):
            read_columns[str(name)] = column.values
        else:
            raise TypeError(f'{argument}: the column "{name}" is a table')
    return _equal(read_columns, argument)


def _equal(columns: Dict[str, List[Any]], argument: str) -> Table:
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        said = listed(f"{name} has {length}" for name, length in lengths.items())
        raise ValueError(f"{argument}: columns differ in length: {said} rows")
    return Table(columns)


def _array(value: Any, argument: str) -> "Vector | Matrix":
    shape = tuple(value.shape)
    if len(shape) == 1:
        return Vector(value.tolist())
    if len(shape) != 2:
        raise ValueError(
            f"{argument}: has shape {shape}; one value a row (n,), or one number a row and class (n, classes), was expected"
        )
    if not hasattr(value, "astype") or getattr(value.dtype, "kind", "O") not in "biuf":
        return rows_matrix(value.tolist(), argument)

    def raw() -> Tuple[str, bytes]:
        kind = "<f4" if str(value.dtype) in ("float16", "float32") else "<f8"
        return kind, value.astype(kind).tobytes()

    return Matrix(shape[0], shape[1], value.tolist, raw)


def _list(values: List[Any], argument: str) -> "Table | Vector | Matrix":
    values = [array_of(each) for each in values]
    values = [each.tolist() if hasattr(each, "tolist") else each for each in values]
    if values and all(isinstance(each, Mapping) for each in values):
        names = list(dict.fromkeys(name for row in values for name in row))
        return Table({str(name): [row.get(name) for row in values] for name in names})
    if values and all(isinstance(each, (list, tuple)) for each in values) and _are_numbers(values):
        return rows_matrix([list(each) for each in values], argument)
    return Vector(values)


def _are_numbers(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether rows are as long as one another and hold numbers: a matrix, and no sets of labels."""
    width = len(rows[0])
    return width > 0 and all(len(row) == width and all(isinstance(each, (int, float)) for each in row) for row in rows)


def rows_matrix(rows: List[List[Any]], argument: str) -> Matrix:
    """A matrix of lists."""
    width = len(rows[0]) if rows else 0

    def raw() -> Tuple[str, bytes]:
        flat = array("d")
        for place, row in enumerate(rows):
            for each in row:
                if not isinstance(each, (int, float)):
                    raise TypeError(f"{argument}: row {place} holds {_kind(each)}, a number was expected")
                flat.append(each)
        return "<f8", flat.tobytes()

    return Matrix(len(rows), width, lambda: rows, raw)


def _number(value: Any) -> Any:
    if is_blank(value):
        return float("nan")
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def matrix_of(table: Table, argument: str) -> Matrix:
    """The columns of a table as a matrix with their names; text that is a number, as csv.DictReader gives it, is one."""
    rows = [[_number(each) for each in row] for row in zip(*table.columns.values())]
    plain = rows_matrix(rows, argument)
    return Matrix(
        plain.rows, len(table.columns), plain.values, plain.npy, list(table.columns), table.index, table.is_indexed
    )

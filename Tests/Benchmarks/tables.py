"""The tables that slice finding is measured on: categories in bytes, 0/1 errors, some slices planted. Same seed, same bytes."""
import os

# name: rows, number of categories of each column, (column, column it follows, how often), planted slices and their rates
TABLES = {
    "adultlike": (32_561, [9, 8, 5, 16, 7, 14, 6, 5, 2, 4, 4, 5, 20, 3], [(3, 2, 0.8), (7, 5, 0.6)],
                  [({1: 0, 4: 1}, 0.40), ({5: 0, 6: 0, 9: 0}, 0.55)]),
    "census": (2_458_285, [8, 3, 10, 5, 12, 7, 4, 9, 2, 13, 6, 17, 5, 3, 11, 8, 4, 6, 9, 10],
               [(5, 4, 0.7), (11, 9, 0.8), (17, 16, 0.9)],
               [({3: 2}, 0.13), ({0: 0, 6: 1}, 0.40), ({2: 0, 7: 0, 12: 0}, 0.50), ({14: 7, 15: 6}, 0.60),
                ({9: 3, 18: 4, 19: 2}, 0.70)]),
    "vision10m": (10_000_000, [4, 6, 8, 5, 12, 20, 9, 20, 4, 5, 10, 12], [(9, 0, 0.5), (10, 5, 0.6)],
                  [({6: 3}, 0.15), ({0: 1, 3: 1}, 0.35), ({1: 0, 4: 0, 8: 0}, 0.45), ({5: 13, 7: 9}, 0.60),
                   ({0: 3, 2: 5, 11: 7}, 0.70)]),
    "vision100m": (100_000_000, [4, 6, 8, 5, 12, 20, 9, 20, 4, 5, 10, 12], [(9, 0, 0.5), (10, 5, 0.6)],
                   [({6: 3}, 0.15), ({0: 1, 3: 1}, 0.35), ({1: 0, 4: 0, 8: 0}, 0.45), ({5: 13, 7: 9}, 0.60),
                    ({0: 3, 2: 5, 11: 7}, 0.70)]),
}
BASE = 0.05
CHUNK = 10_000_000


def name_of(column):
    return f"c{column:02d}"


def planted(table):
    """The planted slices as the names and values of their predicates."""
    return [{name_of(column): value for column, value in where.items()} for where, _ in TABLES[table][3]]


def make(table, rows, folder):
    """Writes NPY columns into FOLDER/npy and FOLDER/table.parquet, and FOLDER/table.csv of tables that are not long."""
    _, cards, follows, plants = TABLES[table]
    os.makedirs(os.path.join(folder, "npy"), exist_ok=True)
    done = os.path.join(folder, "done")
    if os.path.exists(done):
        return
    # Here and not above: who only asks for a table's name should stay small, for a measured child begins with its memory.
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    source = np.random.default_rng(7)
    files = [np.lib.format.open_memmap(os.path.join(folder, "npy", name_of(i) + ".npy"), "w+", np.uint8, (rows,))
             for i in range(len(cards))]
    errors = np.lib.format.open_memmap(os.path.join(folder, "npy", "err.npy"), "w+", np.float32, (rows,))
    names = [name_of(i) for i in range(len(cards))] + ["err"]
    schema = pa.schema([(name, pa.uint8()) for name in names[:-1]] + [("err", pa.float32())])
    with pa.parquet.ParquetWriter(os.path.join(folder, "table.parquet"), schema, compression="zstd") as parquet:
        for start in range(0, rows, CHUNK):
            count = min(CHUNK, rows - start)
            columns = []
            for card in cards:
                limits = np.cumsum(1 / np.arange(1, card + 1))
                draws = source.random(count, dtype=np.float32) * np.float32(limits[-1])
                columns.append(np.minimum(np.searchsorted(limits, draws), card - 1).astype(np.uint8))
            for child, parent, often in follows:
                some = source.random(count, dtype=np.float32) < often
                columns[child][some] = columns[parent][some] % cards[child]
            rates = np.full(count, BASE, np.float32)
            for where, rate in plants:
                inside = np.logical_and.reduce([columns[column] == value for column, value in where.items()])
                rates[inside] = np.maximum(rates[inside], rate)
            wrong = (source.random(count, dtype=np.float32) < rates).astype(np.float32)
            for file, column in zip(files, columns):
                file[start:start + count] = column
            errors[start:start + count] = wrong
            part = pa.table(columns + [wrong], schema=schema)
            parquet.write_table(part)
            if rows <= 3_000_000:
                pa.csv.write_csv(part, os.path.join(folder, "table.csv"))
    del files, errors
    open(done, "w").close()

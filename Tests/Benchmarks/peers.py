"""The same job in the words of each peer: the 20 best slices by SliceLine's score, least support one row in a hundred.

usage: peers.py PEER TABLE.parquet DEPTH        prints their scores as JSON
"""
import itertools
import json
import resource
import os
import sys


def score(size, errors, rows, mean):
    return 0.95 * (errors / size / mean - 1) - 0.05 * (rows / size - 1)


def best(found):
    return [value for value in sorted(found, reverse=True)[:20] if value > 0]


def arrays(path):
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    names = [name for name in table.column_names if name != "err"]
    return names, [table[name].to_numpy() for name in names], table["err"].to_numpy()


def with_numpy(path, depth):
    import numpy as np

    names, columns, errors = arrays(path)
    rows, mean = len(errors), errors.mean(dtype=np.float64)
    cards = [int(column.max()) + 1 for column in columns]
    found = []
    for count in range(1, depth + 1):
        for chosen in itertools.combinations(range(len(names)), count):
            index, cells = columns[chosen[0]].astype(np.intp), cards[chosen[0]]
            for attribute in chosen[1:]:
                index = index * cards[attribute] + columns[attribute]
                cells *= cards[attribute]
            size = np.bincount(index, minlength=cells)
            wrong = np.bincount(index, weights=errors, minlength=cells)
            enough = size >= rows // 100
            found += score(size[enough], wrong[enough], rows, mean).tolist()
    return best(found)


def with_duckdb(path, depth):
    import duckdb

    database = duckdb.connect()
    database.execute(f"create table t as select * from read_parquet('{path}')")
    names = [row[0] for row in database.execute("describe t").fetchall() if row[0] != "err"]
    rows, mean = database.execute("select count(*), avg(err::double) from t").fetchone()
    found = []
    for count in range(1, depth + 1):
        for chosen in itertools.combinations(names, count):
            by = ", ".join(chosen)
            query = f"select count(*) as n, sum(err::double) as e from t group by {by} having n >= {rows // 100}"
            found += [score(n, e, rows, mean) for n, e in database.execute(query).fetchall()]
    return best(found)


def with_polars(path, depth):
    import polars as pl

    table = pl.read_parquet(path)
    names = [name for name in table.columns if name != "err"]
    rows, mean = len(table), table["err"].cast(pl.Float64).mean()
    found = []
    for count in range(1, depth + 1):
        for chosen in itertools.combinations(names, count):
            counted = table.lazy().group_by(chosen).agg(
                pl.len().alias("n"), pl.col("err").cast(pl.Float64).sum().alias("e")
            ).filter(pl.col("n") >= rows // 100).select("n", "e").collect()
            found += [score(n, e, rows, mean) for n, e in counted.iter_rows()]
    return best(found)


def with_sliceline(path, depth):
    import numpy as np
    from sliceline.slicefinder import Slicefinder

    _, columns, errors = arrays(path)
    finder = Slicefinder(alpha=0.95, k=20, max_l=depth, min_sup=len(errors) // 100, verbose=False)
    finder.fit(np.column_stack(columns), errors.astype(np.float64))
    return [row["slice_score"] for row in finder.top_slices_statistics_][:20]


def with_pysubgroup(path, depth):
    """Ranks by a measure of its own (weighted relative accuracy), so its scores are not compared."""
    import pandas as pd
    import pysubgroup as ps

    names, columns, errors = arrays(path)
    table = pd.DataFrame(dict(zip(names, columns)))
    table["err"] = errors > 0
    target = ps.BinaryTarget("err", True)
    task = ps.SubgroupDiscoveryTask(
        table, target, ps.create_selectors(table, ignore=["err"]), result_set_size=20, depth=depth,
        qf=ps.StandardQF(1), constraints=[ps.MinSupportConstraint(len(errors) // 100)])
    return [float(row[0]) for row in ps.DFS(ps.BitSetRepresentation).execute(task).results]


if __name__ == "__main__":
    # A peer that needs more memory than three quarters of what there is fails by itself.
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    resource.setrlimit(resource.RLIMIT_AS, (total // 4 * 3, total // 4 * 3))
    _, peer, path, depth = sys.argv
    print(json.dumps(globals()["with_" + peer](path, int(depth))))

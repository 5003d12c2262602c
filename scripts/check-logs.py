"""Reads what check-logs.sh wrote with pandas, DuckDB and pm4py, and holds it against what the simulation counted."""

import json
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pm4py

home = Path(sys.argv[1])
run = home / "run"
told = json.loads((home / "simulated.json").read_text())
written = json.loads((home / "events.json").read_text())["events"]
customers = told["customers"]


def same(what, got, wanted):
    if got != wanted:
        sys.exit(f"check-logs: {what}: got {got}, wanted {wanted}")


# pandas: contacts a customer from the decisions, types as they should be.
decisions = pd.read_parquet(run / "decisions.parquet")
sends = int((decisions["executed"] != "none").sum())
same("contacts", round(sends / customers, 9), round(told["measures"]["contacts"]["mean"], 9))
same("time of decisions", decisions["time"].dtype.kind, "M")
same("customers with decisions", decisions["customer"].nunique(), customers)
same("propensities in (0, 1]", bool(decisions["propensity"].between(0, 1, inclusive="right").all()), True)

# DuckDB: costs of the same contacts in the outcomes, one a send; every customer ends once.
sql = duckdb.connect()
table = lambda name: f"read_parquet('{run / name}.parquet')"
query = lambda text: sql.execute(text).fetchone()[0]
costs = query(f"select count(*) from {table('outcomes')} where name = 'contact_cost'")
same("costs of contacts", costs, sends)
same("endings", query(f"select count(distinct customer) from {table('endings')}"), customers)
same("sends among events", query(f"select count(*) from {table('events')} where kind = 'sent'"), sends)
joined = f"select count(*) from {table('hidden')} h left join {table('endings')} e using (customer) where e.code is null"
same("hidden rows without an ending", query(joined), 0)

# The same log as CSV: the same rows, to pandas and to DuckDB.
for name in ("decisions", "outcomes", "events", "endings", "hidden"):
    whole = pd.read_parquet(run / f"{name}.parquet")
    text = pd.read_csv(run / f"{name}.csv", dtype={"decisionId": "uint64", "outcomeId": "uint64", "customer": "uint64"})
    same(f"{name}.csv: columns", list(text.columns), list(whole.columns))
    same(f"{name}.csv: rows", len(text), len(whole))
    same(f"{name}.csv: customers", bool((text["customer"] == whole["customer"]).all()), True)
    same(f"{name}.csv: rows for DuckDB", query(f"select count(*) from read_csv('{run / name}.csv')"), len(whole))
features = [column for column in decisions if column.startswith("x.") and decisions[column].dtype == "float32"]
text = pd.read_csv(run / "decisions.csv", dtype={column: "float32" for column in features})
same("decisions.csv: features to the bit", bool((text[features] == decisions[features]).all().all()), True)
utc = lambda times: pd.to_datetime(times, utc=True)
same("decisions.csv: times", bool((utc(text["time"]) == utc(decisions["time"])).all()), True)

# pm4py: both event logs, as cases in order of time, with the activities that the scenario can have.
logs = {"parquet": pd.read_parquet(home / "events.parquet"), "csv": pd.read_csv(home / "events.csv")}
found = {}
for kind, frame in logs.items():
    frame["case"] = frame["case"].astype(str)
    frame["timestamp"] = pd.to_datetime(frame["timestamp"], utc=True)
    log = pm4py.format_dataframe(frame, case_id="case", activity_key="activity", timestamp_key="timestamp")
    same(f"{kind}: events", len(log), written["events"])
    same(f"{kind}: cases", log["case:concept:name"].nunique(), written["cases"])
    graph, starts, ends = pm4py.discover_dfg(log)
    same(f"{kind}: journeys end", set(ends) <= {"left", "horizon"}, True)
    found[kind] = (graph, starts, ends, len(pm4py.get_variants(log)))
same("the graph of both files", found["csv"], found["parquet"])
chosen = set(logs["parquet"]["case"]) <= set(decisions["customer"].astype(str))
same("the sample is of the same customers", chosen, True)

print(
    f"pandas {pd.__version__}, DuckDB {duckdb.__version__} and pm4py {pm4py.__version__} read the logs: "
    f"{len(decisions)} decisions, {sends} sends, {written['events']} events of {written['cases']} "
    f"cases in {found['csv'][3]} variants"
)

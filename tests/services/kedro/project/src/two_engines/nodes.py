"""The nodes in Python; pipelines/nodes.ts has the same ones."""

import pandas


def clean_companies(companies, min_rating):
    kept = companies[companies["rating"] >= min_rating].reset_index(drop=True)
    return kept.assign(label=kept["name"].str.upper())


def summarise(companies, options):
    return {
        "count": len(companies),
        "mean": round(float(companies["rating"].mean()), options["digits"]),
        "founded": sorted({day.strftime("%Y-%m-%d") for day in companies["founded"].dropna()}),
        "countries": sorted(companies["country"].dropna().unique()),
    }


def list_birds(birds, codes):
    return birds[["id", "name", "mass"]].merge(codes, on="id"), codes


def count_words(notes):
    words = notes.split()
    return "\n".join(sorted(words)) + "\n", {"words": len(words)}


def rank_reviews(reviews, scale):
    rows = [{"id": review["id"], "score": review["score"] * scale} for review in reviews]
    return pandas.DataFrame(sorted(rows, key=lambda row: row["id"]))


def join_readings(readings):
    frames = [load().assign(station=name) for name, load in sorted(readings.items())]
    return pandas.concat(frames, ignore_index=True)


def price_tariffs(tariffs, scale):
    priced = tariffs.assign(total=tariffs["price"] * scale)
    return priced, priced[["port", "total", "open"]]


def sum_totals(totals):
    return {"ports": len(totals), "sum": sum(each["total"] for each in totals)}


def split_by_station(table):
    return {station: rows.reset_index(drop=True) for station, rows in table.groupby("station")}

"""The pipelines of the project."""

from kedro.pipeline import Pipeline, node

from .nodes import (
    clean_companies,
    count_words,
    join_readings,
    list_birds,
    price_tariffs,
    rank_reviews,
    split_by_station,
    sum_totals,
    summarise,
)


def register_pipelines() -> dict[str, Pipeline]:
    whole = Pipeline(
        [
            node(clean_companies, ["companies", "params:min_rating"], "companies_clean", name="clean"),
            node(summarise, ["companies_clean", "params:summary"], "summary", name="summarise"),
            node(list_birds, ["birds", "bird_codes"], ["norway#birds", "birds_book"], name="list_birds"),
            node(count_words, "notes", ["notes_sorted", "metrics"], name="count_words"),
            node(rank_reviews, ["reviews", "params:scale"], "ranking", name="rank"),
            node(join_readings, "readings", "all_readings", name="join_readings"),
            node(price_tariffs, ["tariffs", "params:scale"], ["tariffs_table", "totals@pandas"], name="price"),
            node(sum_totals, "totals@json", "total", name="sum"),
            node(split_by_station, "all_readings", "stations", name="split"),
        ]
    )
    return {"__default__": whole}

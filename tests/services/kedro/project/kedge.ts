import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
import {
  cleanCompanies,
  countWords,
  joinReadings,
  listBirds,
  priceTariffs,
  rankReviews,
  splitByStation,
  summarise,
  sumTotals,
} from "./pipelines/nodes.ts";

export default defineProject({
  name: "two_engines",
  pipelines: {
    __default__: pipeline([
      node({
        name: "clean",
        inputs: ["companies", "params:min_rating"],
        outputs: "companies_clean",
        run: cleanCompanies,
      }),
      node({
        name: "summarise",
        inputs: ["companies_clean", "params:summary"],
        outputs: "summary",
        run: summarise,
      }),
      node({
        name: "list_birds",
        inputs: ["birds", "bird_codes"],
        outputs: ["norway#birds", "birds_book"],
        run: listBirds,
      }),
      node({ name: "count_words", inputs: "notes", outputs: ["notes_sorted", "metrics"], run: countWords }),
      node({ name: "rank", inputs: ["reviews", "params:scale"], outputs: "ranking", run: rankReviews }),
      node({ name: "join_readings", inputs: "readings", outputs: "all_readings", run: joinReadings }),
      node({
        name: "price",
        inputs: ["tariffs", "params:scale"],
        outputs: ["tariffs_table", "totals@pandas"],
        run: priceTariffs,
      }),
      node({ name: "sum", inputs: "totals@json", outputs: "total", run: sumTotals }),
      node({ name: "split", inputs: "all_readings", outputs: "stations", run: splitByStation }),
    ]),
  },
});

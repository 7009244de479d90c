import { logMetrics, node, type Pipeline, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";

/** A row of `data/01_raw/readings.csv`. */
export interface Reading {
  readonly day: string;
  readonly celsius: number;
}

/** What the readings say in short. */
export interface Summary {
  readonly days: number;
  readonly mean: number;
  readonly warmest: string | null;
}

/** Leave out readings above the limit: no thermometer in the shade shows them. */
export function dropOutliers(rows: readonly Reading[], limit: number): Reading[] {
  return rows.filter(({ celsius }) => celsius <= limit);
}

/** The readings in short. */
export function summarize(rows: readonly Reading[]): Summary {
  const total = rows.reduce((sum, { celsius }) => sum + celsius, 0);
  const warmest = rows.reduce<Reading | null>(
    (best, row) => best === null || row.celsius > best.celsius ? row : best,
    null,
  );
  return {
    days: rows.length,
    mean: rows.length === 0 ? 0 : total / rows.length,
    warmest: warmest?.day ?? null,
  };
}

/** From raw readings to their summary. Inputs and outputs are names of the catalog, `params:limit` is a parameter. */
export const readings: Pipeline = pipeline([
  node({
    name: "clean",
    inputs: ["readings", "params:limit"],
    outputs: "good_readings",
    run: dropOutliers,
  }),
  node({
    name: "summarize",
    inputs: "good_readings",
    outputs: "summary",
    run: (rows: readonly Reading[]) => {
      const summary = summarize(rows);
      logMetrics({ days: summary.days, mean: summary.mean });
      return summary;
    },
  }),
]);

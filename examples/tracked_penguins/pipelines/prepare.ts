import type { Sample } from "./softmax.ts";

/** One line of `data/01_raw/penguins.csv`; missing values are null. */
export interface RawPenguin {
  readonly species: string;
  readonly culmen_length_mm: number | null;
  readonly culmen_depth_mm: number | null;
  readonly flipper_length_mm: number | null;
  readonly body_mass_g: number | null;
}

const MEASUREMENTS = ["culmen_length_mm", "culmen_depth_mm", "flipper_length_mm", "body_mass_g"] as const;

/** The birds that were measured, in numbers of one scale. */
export function toSamples(rows: readonly RawPenguin[]): Sample[] {
  const names = [...new Set(rows.map(({ species }) => species))].sort();
  const measured = rows.flatMap((row) => {
    const values = MEASUREMENTS.flatMap((name) => row[name] ?? []);
    return values.length < MEASUREMENTS.length ? [] : [{ values, species: names.indexOf(row.species) }];
  });
  const scales = MEASUREMENTS.map((_, k) => scaleOf(measured.map(({ values }) => values[k] ?? 0)));
  return measured.map(({ values, species }) => ({
    species,
    values: values.map((value, k) => (value - (scales[k]?.mean ?? 0)) / (scales[k]?.spread ?? 1)),
  }));
}

/** Every `n`th sample to be tested with, the others to learn from. */
export function keepAside(samples: readonly Sample[], n: number): { train: Sample[]; test: Sample[] } {
  return {
    train: samples.filter((_, i) => i % n !== 0),
    test: samples.filter((_, i) => i % n === 0),
  };
}

function scaleOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(variance) || 1 };
}

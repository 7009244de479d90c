/** One line of `data/01_raw/penguins.csv`; missing values are null. */
export interface RawPenguin extends Readonly<Record<Measurement, number | null>> {
  readonly species: string | null;
  readonly island: string | null;
  readonly sex: string | null;
}

/** A bird with all four measurements and a known sex. */
export interface Penguin extends Readonly<Record<Measurement, number>> {
  /** Number of the bird's row in the raw file, counted from 1. */
  readonly id: number;
  readonly species: string;
  readonly island: string;
  readonly sex: Sex;
}

/** What was measured on every bird. */
export type Measurement = "culmen_length_mm" | "culmen_depth_mm" | "flipper_length_mm" | "body_mass_g";

/** What was told apart in the field. */
export type Sex = "female" | "male";

/** The measurements, in the order of the raw file. */
export const MEASUREMENTS: readonly Measurement[] = [
  "culmen_length_mm",
  "culmen_depth_mm",
  "flipper_length_mm",
  "body_mass_g",
];

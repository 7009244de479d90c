import { type Measurement, MEASUREMENTS, type Penguin, type RawPenguin, type Sex } from "./penguin.ts";

/** How many known birds are asked for the sex of an unknown one. */
const NEIGHBOURS = 5;

/** The birds worth learning from, and what was done to get them. */
export interface Cleaned {
  readonly penguins: Penguin[];
  readonly report: CleanReport;
}

/** What happened to the raw rows, in numbers. */
export type CleanReport = Readonly<
  Record<"rows_raw" | "rows_dropped" | "sex_repaired" | "rows_clean", number>
>;

/** Drop birds that were not measured, and infer the sex of the others where it was not told. */
export function cleanPenguins(rows: readonly RawPenguin[]): Cleaned {
  const measured = rows.flatMap((row, index) => measuredPenguin(row, index + 1) ?? []);
  const known = measured.filter(hasSex);
  const penguins = measured.map((bird) => hasSex(bird) ? bird : { ...bird, sex: inferSex(bird, known) });
  return {
    penguins,
    report: {
      rows_raw: rows.length,
      rows_dropped: rows.length - measured.length,
      sex_repaired: measured.length - known.length,
      rows_clean: penguins.length,
    },
  };
}

type Measured = Omit<Penguin, "sex"> & { readonly sex: Sex | null };

function hasSex(bird: Measured): bird is Penguin {
  return bird.sex !== null;
}

/** The row as a bird, or nothing when its species, island or a measurement is missing. */
function measuredPenguin(row: RawPenguin, id: number): Measured | undefined {
  const { species, island, culmen_length_mm, culmen_depth_mm, flipper_length_mm, body_mass_g } = row;
  if (species === null || island === null) return undefined;
  if (culmen_length_mm === null || culmen_depth_mm === null) return undefined;
  if (flipper_length_mm === null || body_mass_g === null) return undefined;
  const sex = parseSex(row.sex);
  return { id, species, island, culmen_length_mm, culmen_depth_mm, flipper_length_mm, body_mass_g, sex };
}

function parseSex(text: string | null): Sex | null {
  const word = text?.toLowerCase();
  return word === "female" || word === "male" ? word : null;
}

/**
 * The sex of most of the birds that measure most alike. The species is not asked, because the model has to find it out later.
 *
 * @throws {RangeError} If no bird of known sex is there to compare with.
 */
function inferSex(bird: Measured, known: readonly Penguin[]): Sex {
  if (known.length === 0) {
    throw new RangeError(`Cannot infer the sex of penguin ${bird.id}: no other bird has a known sex`);
  }
  const scales = new Map(MEASUREMENTS.map((name) => [name, spread(known, name)]));
  const distance = (other: Penguin): number =>
    MEASUREMENTS.reduce((sum, name) => sum + ((bird[name] - other[name]) / (scales.get(name) ?? 1)) ** 2, 0);
  const nearest = known
    .map((other) => ({ sex: other.sex, distance: distance(other) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NEIGHBOURS);
  const males = nearest.filter(({ sex }) => sex === "male").length;
  return males * 2 > nearest.length ? "male" : "female";
}

/** Standard deviation of one measurement, or 1 when all birds are alike, so that it can be divided by. */
function spread(birds: readonly Penguin[], name: Measurement): number {
  const mean = birds.reduce((sum, bird) => sum + bird[name], 0) / birds.length;
  const variance = birds.reduce((sum, bird) => sum + (bird[name] - mean) ** 2, 0) / birds.length;
  return Math.sqrt(variance) || 1;
}

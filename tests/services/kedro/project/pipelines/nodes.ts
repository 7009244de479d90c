// The nodes in TypeScript; src/two_engines/nodes.py has the same ones.

interface Company {
  readonly name: string;
  readonly country: string | null;
  readonly rating: number | null;
  readonly founded: Date | null;
}

export function cleanCompanies(companies: readonly Company[], minRating: number): unknown[] {
  return companies.filter(({ rating }) => rating !== null && rating >= minRating)
    .map((company) => ({ ...company, label: company.name.toUpperCase() }));
}

export function summarise(companies: readonly Company[], { digits }: { readonly digits: number }): unknown {
  const mean = companies.reduce((sum, { rating }) => sum + (rating ?? 0), 0) / companies.length;
  const days = companies.flatMap(({ founded }) => founded?.toISOString().slice(0, 10) ?? []);
  return {
    count: companies.length,
    mean: Number(mean.toFixed(digits)),
    founded: [...new Set(days)].sort(),
    countries: [...new Set(companies.flatMap(({ country }) => country ?? []))].sort(),
  };
}

interface Bird {
  readonly id: number;
  readonly name: string | null;
  readonly mass: number;
}

interface BirdCode {
  readonly id: number;
  readonly code: string;
}

export function listBirds(birds: readonly Bird[], codes: readonly BirdCode[]): [unknown, unknown] {
  const code = (id: number) => codes.find((each) => each.id === id)?.code;
  return [birds.map(({ id, name, mass }) => ({ id, name, mass, code: code(id) })), codes];
}

export function countWords(notes: string): [string, unknown] {
  const words = notes.split(/\s+/).filter((word) => word !== "");
  return [`${[...words].sort().join("\n")}\n`, { words: words.length }];
}

export function rankReviews(reviews: readonly { id: number; score: number }[], scale: number): unknown[] {
  return reviews.map(({ id, score }) => ({ id, score: score * scale })).sort((a, b) => a.id - b.id);
}

type Reading = Readonly<Record<string, unknown>>;

export async function joinReadings(
  readings: Readonly<Record<string, () => Promise<readonly Reading[]>>>,
): Promise<unknown[]> {
  const rows: Reading[] = [];
  for (const [station, load] of Object.entries(readings).sort()) {
    for (const row of await load()) rows.push({ ...row, station });
  }
  return rows;
}

interface Tariff {
  readonly port: string;
  readonly price: number;
  readonly open: boolean;
}

export function priceTariffs(tariffs: readonly Tariff[], scale: number): [unknown, unknown] {
  const priced = tariffs.map((tariff) => ({ ...tariff, total: tariff.price * scale }));
  return [priced, priced.map(({ port, total, open }) => ({ port, total, open }))];
}

export function sumTotals(totals: readonly { readonly total: number }[]): unknown {
  return { ports: totals.length, sum: totals.reduce((sum, { total }) => sum + total, 0) };
}

export function splitByStation(table: readonly Reading[]): Readonly<Record<string, readonly Reading[]>> {
  return Object.groupBy(table, ({ station }) => String(station)) as Record<string, Reading[]>;
}

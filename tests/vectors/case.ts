/** A file of recorded cases: `<area>.json`. */
export interface VectorFile {
  /** What the cases are about; the name of the file. */
  readonly area: string;
  /** The cases, ids unique. */
  readonly cases: readonly VectorCase[];
}

/** One recorded case. Either `expected` or `error` is there. */
export interface VectorCase {
  /** Stable id. */
  readonly id: string;
  /** Group. */
  readonly theme: string;
  /** One line of description. */
  readonly title: string;
  /** What to do. */
  readonly input: unknown;
  /** The result to produce. */
  readonly expected?: unknown;
  /** Given instead of `expected`: the operation must fail with a message that contains these texts. */
  readonly error?: { readonly mentions: readonly string[] };
}

/** What `tests/vectors/<area>_runner.ts` exports. */
export interface AreaRunner {
  /** Do what `input` says and give the result in the shape of `expected`; throw when it fails. */
  run(input: unknown): unknown;
  /** What is wrong with a result, a line each. @default {compareValues} */
  compare?(expected: unknown, actual: unknown): readonly string[];
}

/** Read the cases of one area, special values decoded. */
export async function readVectorFile(folder: string, area: string): Promise<VectorFile> {
  const data: unknown = JSON.parse(await Deno.readTextFile(`${folder}/${area}.json`));
  const cases = (data as { cases?: unknown } | null)?.cases;
  if (!Array.isArray(cases)) {
    throw new TypeError(`Cannot read the cases of "${area}": there is no list "cases"`);
  }
  return { area, cases: cases.map(decodeSpecial) as VectorCase[] };
}

/** Names of the areas that have a file in `folder`, sorted. */
export async function listAreas(folder: string): Promise<string[]> {
  const areas: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".json")) areas.push(name.slice(0, -".json".length));
  }
  return areas.sort();
}

/**
 * Replace `{"$bigint": text}`, `{"$float": text}` and `{"$segments": pieces}` by the values they stand for.
 * `{"$missing": true}` stays, as only a comparison can give it a meaning.
 */
export function decodeSpecial(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decodeSpecial);
  const { $bigint, $float, $segments } = value as Record<string, unknown>;
  if (typeof $bigint === "string") return BigInt($bigint);
  if (typeof $float === "string") return Number($float);
  if (Array.isArray($segments)) return $segments.map(segmentText).join("");
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decodeSpecial(inner)]));
}

function segmentText(piece: string | readonly [string, number]): string {
  return typeof piece === "string" ? piece : piece[0].repeat(piece[1]);
}

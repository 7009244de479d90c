import { type FuzzInput, mutate, pick, type Random } from "./inputs.ts";

const FILES = new URL("../../datasets/fixtures/pandas_files/", import.meta.url);
const PARQUET_FILES = ["snappy", "zstd", "gzip", "None", "large", "nested"].map((name) => `${name}.parquet`);
const TOKENS = [
  "PAR1",
  "PK\x03\x04",
  "\0\0\0\0",
  "\xff\xff\xff\xff",
  "\x7f",
  "\x80\x80\x80",
  "<v>",
  "]]>",
  "schema",
];

/** A Parquet file that pandas wrote, changed at random. */
export function parquetInput(random: Random): FuzzInput {
  return changed(pick(PARQUET_FILES, random), random);
}

/** A workbook that pandas wrote, changed at random. */
export function excelInput(random: Random): FuzzInput {
  return changed("birds.xlsx", random);
}

function changed(name: string, random: Random): FuzzInput {
  return { bytes: mutate(Deno.readFileSync(new URL(name, FILES)), TOKENS, random) };
}

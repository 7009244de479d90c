import { interpolate } from "../../../lib/config/interpolation/interpolate.ts";
import { listOrigins } from "../../../lib/config/explain/list_origins.ts";
import { toData, toNode } from "../../../lib/config/config_node.ts";
import { namedSource, sourceText } from "../../../lib/config/source_text.ts";
import { parseYaml } from "../../../lib/config/yaml.ts";
import type { Issue } from "../../../lib/core/issue.ts";
import { CSV } from "../../../lib/datasets/csv.ts";
import type { DatasetType } from "../../../lib/datasets/dataset_type.ts";
import { EXCEL } from "../../../lib/datasets/excel.ts";
import { PARQUET } from "../../../lib/datasets/parquet.ts";
import { archiveStore } from "../../../lib/stores/archive_store.ts";
import { keyProblem } from "../../../lib/stores/key.ts";
import { loadText } from "../entry.ts";
import type { FuzzInput } from "./inputs.ts";
import { NO_SECRETS } from "../no_secrets.ts";

/** What is fuzzed. */
export type FuzzedReader = "config" | "csv" | "archive" | "parquet" | "excel";

/** Read an input; what went wrong with the reader, if anything did. */
export async function readInput(reader: FuzzedReader, input: FuzzInput): Promise<string | undefined> {
  try {
    return await READERS[reader](input);
  } catch (error) {
    return `It throws: ${error instanceof Error ? error.stack : String(error)}`;
  }
}

const READERS: Readonly<Record<FuzzedReader, (input: FuzzInput) => Promise<string | undefined>>> = {
  config: (input) => Promise.resolve(readConfig(input)),
  csv: readCsv,
  archive: readArchive,
  parquet: (input) => readTable(PARQUET, input),
  excel: (input) => readTable(EXCEL, input),
};

function readConfig({ bytes, wrongLine }: FuzzInput): string | undefined {
  const text = new TextDecoder().decode(bytes);
  const source = sourceText("a.yml", text);
  const { node, issues } = parseYaml(source);
  const found = [...issues];
  if (node?.kind === "map") {
    const empty = toNode({}, { source: namedSource("none"), start: 0, end: 0 });
    const resolved = interpolate(node, node, {
      group: "parameters",
      isSecret: false,
      globals: empty,
      runtime: empty,
      variables: undefined,
      resolvers: {},
    });
    found.push(...resolved.issues);
    toData(resolved.node);
    listOrigins({ group: "parameters", node: resolved.node, secrets: NO_SECRETS });
  }
  const lines = text.split(/\r\n|\r|\n/);
  const misplaced = found.find((issue) => !isInside(issue, lines));
  if (misplaced !== undefined) return `It names a place that is not there: ${JSON.stringify(misplaced)}`;
  if (wrongLine === undefined || found.some(({ place }) => place?.line === wrongLine)) return undefined;
  return `It does not name line ${wrongLine} (${lines[wrongLine - 1]}): ${JSON.stringify(found)}`;
}

function isInside({ place }: Issue, lines: readonly string[]): boolean {
  const { line, column, text } = place ?? {};
  if (line === undefined || column === undefined) return false;
  const content = lines[line - 1];
  return content !== undefined && column >= 1 && column <= content.length + 1 &&
    (text === undefined || text === content);
}

async function readCsv({ bytes, wrongLine }: FuzzInput): Promise<string | undefined> {
  const problems: string[] = [];
  for (const load_args of [{}, { as: "columns" }, { stream: true }]) {
    try {
      const table = await loadText(CSV, bytes, { load_args });
      if ("stream" in load_args) { for await (const _row of table as AsyncIterable<unknown>) continue; }
      if (wrongLine !== undefined) return `It takes line ${wrongLine} with ${JSON.stringify(load_args)}`;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "DatasetError") throw error;
      problems.push(error.message);
    }
  }
  const misplaced = problems.find((message) => !isLineInside(message, bytes));
  if (misplaced !== undefined) return `It names a line that is not there: ${misplaced}`;
  const silent = problems.find((message) => wrongLine !== undefined && !message.includes(`:${wrongLine}`));
  return silent === undefined ? undefined : `It does not name line ${wrongLine}: ${silent}`;
}

function isLineInside(message: string, bytes: Uint8Array): boolean {
  const line = Number(/:(\d+)(?::|\b)/.exec(message)?.[1] ?? 1);
  return line <= new TextDecoder().decode(bytes).split(/\r\n|\r|\n/).length;
}

async function readTable<Options>(type: DatasetType<Options>, { bytes }: FuzzInput): Promise<undefined> {
  for (const load_args of type.type === "parquet" ? [{}, { stream: true }] : [{}]) {
    try {
      const table = await loadText(type, bytes, { load_args });
      if ("stream" in load_args) { for await (const _row of table as AsyncIterable<unknown>) continue; }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "DatasetError") throw error;
    }
  }
}

async function readArchive({ bytes }: FuzzInput): Promise<string | undefined> {
  try {
    const store = await archiveStore(bytes, { maxBytes: 1 << 20, maxEntries: 100 });
    let size = 0;
    for await (const info of store.list()) {
      const content = await new Response(await store.read(info.key)).bytes();
      if (keyProblem(info.key) !== undefined || info.key.includes("\\")) {
        return `It has key ${JSON.stringify(info.key)}`;
      }
      if (content.length !== info.size) return `It says ${info.size} bytes and has ${content.length}`;
      size += content.length;
    }
    return size > 1 << 20 ? `It holds ${size} bytes` : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === "StoreError") return undefined;
    throw error;
  }
}

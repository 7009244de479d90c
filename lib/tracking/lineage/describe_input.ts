import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TrackingError } from "../../core/errors.ts";
import { toJsonText } from "../../core/json.ts";
import type { RunInput } from "../../core/run_context.ts";
import { localStore } from "../../stores/local_store.ts";
import type { LogInputOptions } from "../logging/log_input.ts";
import { hashBody } from "../sha256.ts";
import { describeColumns, sampleRows } from "./describe_rows.ts";
import { digestObject } from "./digest_object.ts";
import { placeName } from "./describe_use.ts";

/** What to record of data that a function read by itself. `root` is the folder of the project. */
export async function describeInput(
  { name, data, file }: LogInputOptions,
  root: string,
): Promise<RunInput> {
  if (data === undefined && file === undefined) {
    throw new TypeError(`Cannot record input "${name}": it needs data or a file`);
  }
  const sample = data === undefined ? undefined : sampleRows(data);
  const schema = sample && describeColumns(sample);
  const rows = sample?.rows;
  if (file === undefined) {
    const profile = rows === undefined ? undefined : JSON.stringify({ num_rows: rows });
    // As MLflow describes what code made.
    return {
      name,
      digest: await digestValue(name, data),
      sourceType: "code",
      source: '{"tags":{}}',
      schema,
      profile,
    };
  }
  const path = resolve(file instanceof URL || /^file:/i.test(file) ? fileURLToPath(file) : file);
  const place = { store: localStore(dirname(path)), key: basename(path) };
  const found = await digestObject(place);
  if (found === undefined) {
    throw new TrackingError(`Cannot record input "${name}": "${path}" does not exist`, { code: "NOT_FOUND" });
  }
  const uri = placeName(place.store.uri(place.key), root);
  return {
    name,
    digest: found.digest,
    sourceType: "local",
    source: JSON.stringify({ uri }),
    uri,
    schema,
    profile: JSON.stringify({ num_rows: rows, num_bytes: found.bytes }),
  };
}

async function digestValue(name: string, data: unknown): Promise<string> {
  const text = toJsonText(data);
  if (text === undefined) {
    throw new TypeError(`Cannot record input "${name}": JSON cannot hold ${typeof data}`);
  }
  const { digest } = await hashBody(new TextEncoder().encode(text));
  return (await digest()).slice(0, 32);
}

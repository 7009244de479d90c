import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { DatasetParts } from "../../datasets/dataset.ts";
import type { StoreKey } from "../../stores/store.ts";
import { DATA_CONTEXT_TAG, type DatasetUse } from "../dataset_use.ts";
import { REDACTED } from "../redact.ts";
import { redact } from "../system/command_line.ts";
import { describeColumns, type RowsSample } from "./describe_rows.ts";
import { digestObject } from "./digest_object.ts";
import { digestParts } from "./digest_parts.ts";

/** A load or save that has happened. */
export interface SeenTransfer {
  /** Whether data was read or written. */
  readonly role: DatasetUse["role"];
  /** Name of the dataset. */
  readonly name: string;
  /** The node that did it. */
  readonly node: string;
  /** When, in milliseconds since 1970. */
  readonly time: number;
  /** What holds the data: an object, or a folder of them. */
  readonly place: StoreKey | DatasetParts;
  /** Whether nobody is to see where that is: its path is made of a secret. The data is known by its digest then. */
  readonly isHidden: boolean;
  /** What was noted of the value. */
  readonly sample: RowsSample | undefined;
}

/** What to record of a load or save; `undefined` when its objects are gone. `root` is the folder of the project. */
export async function describeUse(seen: SeenTransfer, root: string): Promise<DatasetUse | undefined> {
  const { role, name, node, time, place, isHidden, sample } = seen;
  const parts = "parts" in place ? place.parts : undefined;
  const { store, key } = "parts" in place ? place.folder : place;
  const found = await (parts === undefined ? digestObject({ store, key }) : digestParts(parts));
  if (found === undefined) return undefined;
  const uri = placeName(store.uri(key), root);
  const scheme = /^([a-z][a-z0-9+.-]+):\//i.exec(uri)?.[1]?.toLowerCase();
  const isHttp = scheme === "http" || scheme === "https";
  return {
    role,
    node,
    time,
    uri: isHidden ? undefined : uri,
    dataset: {
      name,
      digest: found.digest,
      sourceType: scheme === undefined || scheme === "file" ? "local" : isHttp ? "http" : scheme,
      source: JSON.stringify({ [isHttp ? "url" : "uri"]: isHidden ? REDACTED : uri }),
      schema: sample && describeColumns(sample),
      profile: JSON.stringify({ num_rows: sample?.rows, num_bytes: found.bytes, num_parts: parts?.length }),
    },
    tags: role === "input" ? { [DATA_CONTEXT_TAG]: node } : {},
  };
}

/** A URI as a project names it: a file inside by its path from the folder of the project, all else whole, without secrets. */
export function placeName(uri: string, root: string): string {
  if (!uri.startsWith("file:")) return redact(uri);
  const path = relative(root, fileURLToPath(uri));
  return path.startsWith("..") || /^[a-z]:/i.test(path) ? uri : path.split(sep).join("/");
}

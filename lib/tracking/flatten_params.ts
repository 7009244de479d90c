import { isPlainObject } from "../core/json.ts";

/** How to flatten. */
export interface FlattenOptions {
  /** Look into maps inside maps; otherwise only one level is opened. @default {true} */
  readonly recursive?: boolean | undefined;
  /** Between the keys. @default {"."} */
  readonly sep?: string | undefined;
}

/**
 * Parameters with one key a value: `{ model: { trees: 5 } }` as `{ "model.trees": 5 }`. Lists and empty maps are values.
 * Of two parameters that come to the same key the later wins. As kedro-mlflow does, which loses empty maps.
 */
export function flattenParams(
  params: Readonly<Record<string, unknown>>,
  options: FlattenOptions = {},
): Readonly<Record<string, unknown>> {
  const { recursive = true, sep = "." } = options;
  return Object.fromEntries(flat(params, "", { recursive, sep, depth: 0 }));
}

interface Walk {
  readonly recursive: boolean;
  readonly sep: string;
  readonly depth: number;
}

function flat(map: Readonly<Record<string, unknown>>, prefix: string, walk: Walk): [string, unknown][] {
  const isOpened = walk.depth === 0 || walk.recursive;
  return Object.entries(map).flatMap(([key, value]): [string, unknown][] => {
    const name = prefix + key;
    const isBlock = isPlainObject(value) && Object.keys(value).length > 0;
    return isBlock && isOpened
      ? flat(value, name + walk.sep, { ...walk, depth: walk.depth + 1 })
      : [[name, value]];
  });
}

import { flattenParams } from "../../lib/tracking/flatten_params.ts";

interface FlattenInput {
  readonly params: Readonly<Record<string, unknown>>;
  readonly recursive: boolean;
  readonly sep: string;
}

/** Run one case of params_flatten.json. */
export function run(input: unknown): unknown {
  const { params, recursive, sep } = input as FlattenInput;
  return flattenParams(params, { recursive, sep });
}

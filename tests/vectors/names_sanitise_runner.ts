import { sanitiseName } from "../../lib/tracking/sanitise_name.ts";

/** Run one case of names_sanitise.json. */
export function run(input: unknown): unknown {
  return sanitiseName((input as { readonly name: string }).name);
}

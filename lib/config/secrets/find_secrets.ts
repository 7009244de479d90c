import { toData } from "../config_node.ts";
import type { ReadGroups } from "../read_groups.ts";
import { secretNames } from "./secret_names.ts";
import { SecretValues } from "./secret_values.ts";

/** The secrets in all that was read, and further texts that no text may tell. */
export function findSecrets(read: ReadGroups["read"], further: readonly string[] = []): SecretValues {
  const groups = Object.fromEntries(Object.entries(read).map(([name, { node }]) => [name, node]));
  return new SecretValues(groups, secretNames(toData(read.kedge.node)), further);
}

import { suggest } from "../../core/suggest.ts";
import type { ConfigNode, MapNode } from "../config_node.ts";
import type { InterpolationProblem } from "./interpolation_error.ts";

/** What stands under a key or index of a node. */
export function childOf(node: ConfigNode, step: string | number): ConfigNode | undefined {
  if (node.kind === "map") return node.entries.get(String(step))?.value;
  return node.kind === "list" && /^\d+$/.test(String(step)) ? node.items[Number(step)] : undefined;
}

/** The node at a path of steps, as it was written. */
export function findNode(root: MapNode, path: readonly string[]): ConfigNode | undefined {
  return path.reduce<ConfigNode | undefined>((node, step) => node && childOf(node, step), root);
}

/** The steps of `a.b[0]`. */
export function splitPath(path: string): string[] {
  return path.replaceAll(/\[([^\]]*)\]/g, ".$1").replace(/^\./, "").split(".");
}

/** A reference that leads nowhere: how far it leads, and what it could have gone on to. */
export interface DeadEnd {
  /** The reference, as it was written. */
  readonly written: string;
  /** The last node that is there. */
  readonly node: ConfigNode;
  /** How that node is called, with what must stand before a key: `model.`. */
  readonly prefix: string;
  /** The key that is not there. */
  readonly step: string;
}

// What a sentence lists; beyond that a guess is needed.
const MAX_LISTED = 10;

/** What to say about a reference that leads nowhere. */
export function unknownReference({ written, node, prefix, step }: DeadEnd): InterpolationProblem {
  const known = node.kind === "map" ? [...node.entries.keys()].map((key) => `${prefix}${key}`) : [];
  const here = known.length > 0 ? `. Known here: ${listFirst(known)}` : `: ${nothingBelow(node, prefix)}`;
  return {
    code: "config.unknown_reference",
    written,
    message: `${written} refers to nothing${here}`,
    discreet: "a ${...} refers to nothing; a literal ${ is written \\${",
    suggestion: known.length > MAX_LISTED ? suggest(`${prefix}${step}`, known) : undefined,
  };
}

function listFirst(known: readonly string[]): string {
  const more = known.length > MAX_LISTED ? ` and ${known.length - MAX_LISTED} more` : "";
  return `${known.slice(0, MAX_LISTED).join(", ")}${more}`;
}

function nothingBelow(node: ConfigNode, prefix: string): string {
  const name = prefix.replace(/\.$/, "");
  const subject = name === "" ? "it" : name;
  if (node.kind === "list") return `${subject} is a list of ${node.items.length}`;
  return node.kind === "map" ? "there are no values here" : `${subject} is a value, not a map`;
}

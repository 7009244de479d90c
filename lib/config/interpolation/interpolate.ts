import type { Issue } from "../../core/issue.ts";
import type { ConfigNode, MapEntry, MapNode } from "../config_node.ts";
import type { InterpolationContext } from "./interpolation_context.ts";
import { Interpolator } from "./interpolator.ts";

/** A layer of configuration without interpolations. */
export interface Interpolated {
  /** The values. */
  readonly node: MapNode;
  /** Interpolations that lead nowhere or cannot be worked out. */
  readonly issues: readonly Issue[];
}

/**
 * Work out the interpolations of a layer. They refer to `root`, which holds the layer and what lies over it: a value of
 * the layer that is covered there is left as it is, as no one will see it.
 */
export function interpolate(layer: MapNode, root: MapNode, context: InterpolationContext): Interpolated {
  const interpolator = new Interpolator(root, context);
  const node = resolveVisible(layer, root, { interpolator, path: [] }) as MapNode;
  return { node, issues: interpolator.issues };
}

function resolveVisible(
  node: ConfigNode,
  inRoot: ConfigNode | undefined,
  { interpolator, path }: { readonly interpolator: Interpolator; readonly path: readonly string[] },
): ConfigNode {
  if (node === inRoot) return interpolator.resolve(node, path);
  if (node.kind !== "map" || inRoot?.kind !== "map") return node;
  const entries = [...node.entries].map(([key, entry]): readonly [string, MapEntry] => {
    const value = resolveVisible(entry.value, inRoot.entries.get(key)?.value, {
      interpolator,
      path: [...path, key],
    });
    return [key, { ...entry, value }];
  });
  return { ...node, entries: new Map(entries) };
}

import type { Issue } from "../core/issue.ts";
import type { ConfigNode, MapNode } from "./config_node.ts";
import type { InterpolationContext } from "./interpolation/interpolation_context.ts";
import { mergeDeep } from "./merge.ts";

/** A layer whose interpolations were worked out, and what is wrong with them. */
export interface ResolvedLayer {
  /** The values. */
  readonly node: MapNode;
  /** Interpolations that lead nowhere or cannot be worked out. */
  readonly issues: readonly Issue[];
}

/** Works out the interpolations of one layer. */
export type ResolveLayer = (layer: MapNode) => Promise<ResolvedLayer>;

// Not a literal import(): most projects do without, and need not wait until it is read.
const IMPLEMENTATION: string = "./interpolation/interpolate.ts";

/** Works out interpolations layer by layer; values of `over` come before those of the layer where both are there. */
export function layerResolver(context: InterpolationContext, over?: MapNode): ResolveLayer {
  return async (layer) => {
    if (!holdsInterpolation(layer)) return { node: layer, issues: [] };
    context.onReference?.();
    const { interpolate }: typeof import("./interpolation/interpolate.ts") = await import(IMPLEMENTATION);
    const isCovered = over !== undefined && over.entries.size > 0;
    return interpolate(layer, isCovered ? mergeDeep(layer, over).node : layer, context);
  };
}

function holdsInterpolation(node: ConfigNode): boolean {
  switch (node.kind) {
    case "scalar":
      return node.from === undefined && typeof node.value === "string" && node.value.includes("${");
    case "list":
      return node.items.some(holdsInterpolation);
    case "map":
      for (const { value } of node.entries.values()) {
        if (holdsInterpolation(value)) return true;
      }
      return false;
  }
}

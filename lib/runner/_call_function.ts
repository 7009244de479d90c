import type { Node } from "../pipeline/node.ts";
import { bindArguments, bindResult, replaceInputs } from "./_bind.ts";

/** What a function gave: the values of its outputs, or the first of several pieces and where the others come from. */
export interface Product {
  /** Values of the outputs in order; `undefined` when a generator yielded nothing. */
  readonly values: readonly unknown[] | undefined;
  /** Gives the other pieces. */
  readonly pieces: Pieces | undefined;
}

/** A generator, of either kind. */
export type Pieces = Generator<unknown, unknown, undefined> | AsyncGenerator<unknown, unknown, undefined>;

/** Call the function of a node with its inputs, some of them replaced by hooks. The first piece of a generator is taken too, so that its shape is known. */
export async function callFunction(
  node: Node,
  loaded: readonly unknown[],
  replaced: Readonly<Record<string, unknown>> | undefined,
): Promise<Product> {
  // The number and types of the arguments were the compiler's affair when the node was made; `this` stays undefined.
  const run = node.run as (...args: readonly unknown[]) => unknown;
  const result = await run(...bindArguments(node, replaceInputs(node, loaded, replaced)));
  if (!isGenerator(result)) return { values: bindResult(node, result), pieces: undefined };
  return { values: await nextPiece(node, result), pieces: result };
}

/** The values of the next piece, or `undefined` after the last. */
export async function nextPiece(node: Node, pieces: Pieces): Promise<readonly unknown[] | undefined> {
  const { done, value } = await pieces.next();
  return done ? undefined : bindResult(node, value);
}

/** Let a generator clean up before its time. */
export async function closePieces(pieces: Pieces | undefined): Promise<void> {
  try {
    await pieces?.return(undefined);
  } catch {
    // Something failed before, and that is what the caller has to tell.
  }
}

function isGenerator(value: unknown): value is Pieces {
  if (typeof value !== "object" || value === null) return false;
  const tag = Object.prototype.toString.call(value);
  return tag === "[object Generator]" || tag === "[object AsyncGenerator]";
}

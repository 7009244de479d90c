import type { Node } from "../pipeline/node.ts";
import { bindArguments, bindPiece, bindResult, replaceInputs } from "./_bind.ts";

/** What a function gave: the values of its outputs, or the first of several pieces and where the others come from. */
export interface Product extends Piece {
  /** Gives the other pieces; `undefined` when the function is no generator. */
  readonly pieces: Pieces | undefined;
}

/** What a generator gave. */
export interface Piece {
  /** Values of the outputs in order, `undefined` for those that are not in it; `undefined` when there are none. */
  readonly values: readonly unknown[] | undefined;
  /** Whether nothing comes after it. */
  readonly isLast: boolean;
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
  if (!isGenerator(result)) return { values: bindResult(node, result), isLast: true, pieces: undefined };
  return { ...await nextPiece(node, result), pieces: result };
}

/** The next piece: what is yielded, or at the end what is returned. */
export async function nextPiece(node: Node, pieces: Pieces): Promise<Piece> {
  const { done = false, value } = await pieces.next();
  // A generator that returns nothing has given everything.
  if (done && value === undefined) return { values: undefined, isLast: true };
  return { values: bindPiece(node, value), isLast: done };
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

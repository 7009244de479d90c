import { reasonOf } from "../core/describe_value.ts";
import { rootCause, stackOf } from "../core/thrown.ts";
import { MAX_TAG_LENGTH, storableText } from "./limits.ts";
import { ERROR_MESSAGE_TAG, ERROR_NODE_TAG, ERROR_STACK_TAG } from "./tag_names.ts";

/**
 * What a run keeps of the error it failed with: message, stack and failing node, as tags. `failedNode` is the node that was
 * seen to fail, for errors that do not know theirs.
 */
export function failureTags(error: unknown, failedNode?: string): Readonly<Record<string, string>> {
  if (error === undefined) return {};
  const node = nodeOf(error) ?? failedNode;
  // The stack that helps is the one of the user's code.
  const stack = stackOf(rootCause(error));
  return {
    [ERROR_MESSAGE_TAG]: cut(reasonOf(error)),
    ...(stack === undefined ? {} : { [ERROR_STACK_TAG]: cut(stack) }),
    ...(node === undefined ? {} : { [ERROR_NODE_TAG]: cut(node) }),
  };
}

// By name, not by class: the error may come from another copy of Kedge.
function nodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "NodeError") return undefined;
  const { node } = error as { readonly node?: unknown };
  return typeof node === "string" ? node : undefined;
}

function cut(text: string): string {
  const storable = storableText(text);
  return storable.length <= MAX_TAG_LENGTH
    ? storable
    : `${storable.slice(0, MAX_TAG_LENGTH - 1)}…`.toWellFormed();
}

import { parseConfigObject } from "../../core/config_value.ts";
import { listSome, midSentence, reasonOf } from "../../core/describe_value.ts";
import { suggest } from "../../core/suggest.ts";
import { type ConfigNode, toData, toNode } from "../config_node.ts";
import { BUILTIN_RESOLVERS } from "./builtin_resolvers.ts";
import type { Call } from "./expression.ts";
import type { ConfigResolver, ResolverScope } from "./interpolation_context.ts";
import { InterpolationError, type InterpolationProblem } from "./interpolation_error.ts";

/**
 * What a call gives. Functions of the project come first, so that they can allow `oc.env` everywhere.
 *
 * @throws {InterpolationError} When there is no such function, or it fails.
 */
export function callResolver(
  { resolver, written }: Call,
  args: readonly ConfigNode[],
  scope: ResolverScope,
): ConfigNode {
  const custom = ownValue(scope.context.resolvers, resolver);
  if (custom !== undefined) return callCustom(custom, args, scope);
  const builtin = ownValue(BUILTIN_RESOLVERS, resolver);
  if (builtin === undefined) throw new InterpolationError(unknownResolver(resolver, scope));
  const [least, most] = builtin.arity;
  if (args.length >= least && args.length <= most) return builtin.call(scope, args);
  const wanted = least === most ? `${least} argument` : `${least} or ${most} arguments`;
  throw failure(written, `must have ${wanted}, separated by commas: it has ${args.length}`);
}

function callCustom(resolver: ConfigResolver, args: readonly ConfigNode[], scope: ResolverScope): ConfigNode {
  const { written } = scope;
  let result: unknown;
  try {
    // Which arguments fit, only the function knows.
    result = resolver(...args.map((arg) => toData(arg)) as never[]);
  } catch (error) {
    throw failure(written, "cannot be worked out", midSentence(reasonOf(error)));
  }
  if (result === undefined) throw failure(written, "gives undefined; null is what stands for no value");
  const parsed = parseConfigObject({ result }, "its");
  if ("issues" in parsed) throw failure(written, "gives no plain data", parsed.issues[0]?.message);
  const { mark } = scope.make(null);
  return close(toNode(parsed.value["result"] ?? null, mark), written);
}

// Texts that a function gives are not looked into again.
function close(node: ConfigNode, written: string): ConfigNode {
  const from = { written, sources: [] };
  if (node.kind === "scalar") return { ...node, from };
  if (node.kind === "list") return { ...node, items: node.items.map((item) => close(item, written)), from };
  const entries = [...node.entries].map(([key, entry]) =>
    [key, { ...entry, value: close(entry.value, written) }] as const
  );
  return { ...node, entries: new Map(entries), from };
}

function unknownResolver(name: string, { context, written }: ResolverScope): InterpolationProblem {
  const known = [...Object.keys(context.resolvers), ...Object.keys(BUILTIN_RESOLVERS)];
  const suggestion = suggest(name, known);
  const hint = suggestion === undefined ? `; known are ${listSome(known)}` : "";
  const message = `${written} calls ${name}: no such resolver${hint}`;
  const discreet = "a ${...} calls a resolver that is not there; a literal ${ is written \\${";
  return { code: "config.unknown_resolver", written, message, discreet, suggestion };
}

// `detail` may repeat values.
function failure(written: string, what: string, detail?: string): InterpolationError {
  return new InterpolationError({
    code: "config.interpolation",
    written,
    message: [`${written} ${what}`, ...detail === undefined ? [] : [detail]].join(": "),
    discreet: `a \${...} ${what}`,
  });
}

// "constructor" is no resolver.
function ownValue<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

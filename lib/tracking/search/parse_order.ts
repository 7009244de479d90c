import { invalid } from "../limits.ts";
import type { Order } from "./condition.ts";
import { readField } from "./read_field.ts";
import { TokenReader } from "./token_reader.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Read an order: `metrics.loss DESC`, one text a field, as MLflow writes them.
 *
 * @throws {TrackingError} With code `INVALID_PARAMETER_VALUE`, the place and what was likely meant.
 */
export function parseOrder(texts: readonly string[], vocabulary: Vocabulary): readonly Order[] {
  const orders = texts.map((text) => parseOne(text, vocabulary));
  const seen = new Set<string>();
  for (const { field: { kind, key } } of orders) {
    const name = kind === "attribute" ? key : `${kind}s.${key}`;
    if (seen.has(name)) throw invalid(`Cannot order ${vocabulary.things} by "${name}" twice`);
    seen.add(name);
  }
  return orders;
}

function parseOne(text: string, vocabulary: Vocabulary): Order {
  const reader = new TokenReader({ things: vocabulary.things, text });
  const { field } = readField(reader, vocabulary, {
    kinds: vocabulary.orderableKinds,
    attributes: vocabulary.orderable,
  });
  const descending = reader.takes("DESC");
  if (!descending) reader.takes("ASC");
  const rest = reader.peek();
  if (rest.kind !== "end") throw reader.unexpected(rest, "ASC, DESC or the end");
  return { field, descending };
}

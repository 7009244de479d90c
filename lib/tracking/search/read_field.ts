import { didYouMean } from "../../core/suggest.ts";
import type { Field, FieldKind } from "./condition.ts";
import { searchError, type SearchText, type Span } from "./search_error.ts";
import type { TokenReader } from "./token_reader.ts";
import { DATASET_FIELDS, PREFIXES, type Vocabulary } from "./vocabulary.ts";

/** A field, and where it stands. */
export interface PlacedField extends Span {
  /** The field. */
  readonly field: Field;
}

/** What may be named: kinds and attributes. */
export interface FieldNames {
  /** Kinds besides attributes. */
  readonly kinds: readonly FieldKind[];
  /** Attributes. */
  readonly attributes: readonly string[];
}

/** Read a field: `metrics.loss`, ``tags.`my tag` ``, `start_time`. */
export function readField(reader: TokenReader, vocabulary: Vocabulary, names: FieldNames): PlacedField {
  const first = reader.next();
  if (first.kind !== "word" && (first.kind !== "quoted" || first.quote === "'")) {
    throw reader.unexpected(first, "a field such as metrics.loss, params.lr, tags.team or an attribute");
  }
  if (!reader.takes(".")) {
    // MLflow also takes a whole field in quotes.
    const [prefix = "", ...rest] = first.quote === undefined ? [] : first.text.split(".");
    const field = Object.hasOwn(PREFIXES, prefix) && rest.length > 0
      ? toField(reader.source, { prefix, key: rest.join("."), span: first }, vocabulary, names)
      : attribute(reader.source, { key: first.text, span: first }, vocabulary, names);
    return { field, start: first.start, end: first.end };
  }
  const parts = [reader.next()];
  while (parts.at(-1)?.quote === undefined && reader.takes(".")) parts.push(reader.next());
  for (const part of parts) {
    const isName = part.kind === "word" || (part.kind === "quoted" && part.quote !== "'") ||
      (part.kind === "number" && /^\d+$/.test(part.text));
    if (!isName) throw reader.unexpected(part, "a name");
  }
  const span = { start: first.start, end: parts.at(-1)?.end ?? first.end };
  const key = parts.map(({ text }) => text).join(".");
  return {
    field: toField(reader.source, { prefix: first.text, key, span: first }, vocabulary, names),
    ...span,
  };
}

interface Named {
  readonly key: string;
  readonly span: Span;
}

function toField(
  source: SearchText,
  { prefix, key, span }: Named & { readonly prefix: string },
  vocabulary: Vocabulary,
  names: FieldNames,
): Field {
  const kind = Object.hasOwn(PREFIXES, prefix) ? PREFIXES[prefix] : undefined;
  if (kind === "attribute") return attribute(source, { key, span }, vocabulary, names);
  if (kind === undefined || !names.kinds.includes(kind)) {
    const known = [...names.kinds, "attribute"].map((name) => `${name}s`);
    throw searchError(
      source,
      span,
      `${vocabulary.things} have no "${prefix}" here; known: ${known.join(", ")}${didYouMean(prefix, known)}`,
    );
  }
  if (kind === "dataset" && !DATASET_FIELDS.includes(key)) {
    throw searchError(
      source,
      span,
      `datasets have no "${key}"; known: ${DATASET_FIELDS.join(", ")}${didYouMean(key, DATASET_FIELDS)}`,
    );
  }
  return { kind, key };
}

function attribute(
  source: SearchText,
  { key: name, span }: Named,
  { things, aliases }: Vocabulary,
  { attributes, kinds }: FieldNames,
): Field {
  const key = Object.hasOwn(aliases, name) ? aliases[name] ?? name : name;
  if (attributes.includes(key)) return { kind: "attribute", key };
  const prefixes = kinds.filter((kind) => kind !== "dataset").map((kind) => `${kind}s.${name}`);
  const hint = didYouMean(name, attributes);
  throw searchError(
    source,
    span,
    `${things} have no attribute "${name}"; known: ${attributes.join(", ")}` +
      (hint !== "" || prefixes.length === 0
        ? hint
        : `. To search what was recorded write ${prefixes.join(" or ")}`),
  );
}

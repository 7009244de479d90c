/** The keys that a zod schema knows at a path, for suggestions; empty where it takes any. */
export function knownKeys(schema: unknown, path: readonly (string | number)[]): string[] {
  const { type, shape, innerType, element, valueType, options, in: input, getter } = definitionOf(schema);
  if (innerType !== undefined) return knownKeys(innerType, path);
  if (type === "pipe") return knownKeys(input, path);
  if (type === "lazy") return knownKeys(getter?.(), path);
  if (type === "union") return [...new Set(options?.flatMap((option) => knownKeys(option, path)))];
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(shape ?? {});
  return knownKeys(shape?.[key] ?? element ?? valueType, rest);
}

// What zod 4 documents for library authors under `_zod.def`.
interface Definition {
  readonly type?: string;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly innerType?: unknown;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly options?: readonly unknown[];
  readonly in?: unknown;
  readonly getter?: () => unknown;
}

function definitionOf(schema: unknown): Definition {
  const internals = (schema as { readonly _zod?: { readonly def?: Definition } } | undefined)?._zod;
  return internals?.def ?? {};
}

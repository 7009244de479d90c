import { describeValue } from "../core/describe_value.ts";

/** Which datasets a function takes or gives, and in what shape. */
export type Binding =
  | { readonly kind: "none" }
  /** One dataset: the argument, or the result as it is. */
  | { readonly kind: "one"; readonly name: string }
  /** Several: one argument each, or a list as the result. */
  | { readonly kind: "list"; readonly names: readonly string[] }
  /** Several by key: one object argument, or an object as the result. */
  | { readonly kind: "map"; readonly names: Readonly<Record<string, string>> };

/** How users write a {@linkcode Binding}: nothing, a name, a list of names, or names by key. */
export type BindingOptions = null | undefined | string | readonly string[] | Readonly<Record<string, string>>;

/** The checked form of what a user wrote. Throws a `TypeError` for what the compiler would refuse. */
export function parseBinding(options: BindingOptions): Binding {
  const binding = bindingOf(options);
  for (const name of bindingNames(binding)) {
    if (typeof name !== "string") {
      throw new TypeError(`Names of datasets are texts: found ${describeValue(name)}`);
    }
  }
  return binding;
}

function bindingOf(options: BindingOptions): Binding {
  if (options === null || options === undefined) return { kind: "none" };
  if (typeof options === "string") return { kind: "one", name: options };
  // `Array.isArray` does not narrow a readonly list out of the union.
  if (isList(options)) return { kind: "list", names: [...options] };
  return { kind: "map", names: { ...options } };
}

/** The names of a binding, flat, in the order written. */
export function bindingNames(binding: Binding): readonly string[] {
  switch (binding.kind) {
    case "none":
      return [];
    case "one":
      return [binding.name];
    case "list":
      return binding.names;
    case "map":
      return Object.values(binding.names);
    default:
      return binding satisfies never;
  }
}

/** The same binding with every name changed. */
export function renameBinding(binding: Binding, rename: (name: string) => string): Binding {
  switch (binding.kind) {
    case "none":
      return binding;
    case "one":
      return { kind: "one", name: rename(binding.name) };
    case "list":
      return { kind: "list", names: binding.names.map(rename) };
    case "map": {
      const entries = Object.entries(binding.names).map(([key, name]) => [key, rename(name)] as const);
      return { kind: "map", names: Object.fromEntries(entries) };
    }
    default:
      return binding satisfies never;
  }
}

function isList(options: readonly string[] | Readonly<Record<string, string>>): options is readonly string[] {
  return Array.isArray(options);
}

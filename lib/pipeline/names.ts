/** The dataset behind a name: `companies` of `companies@csv`, where `@csv` is its transcoding. */
export function baseName(name: string): string {
  const at = name.indexOf("@");
  return at === -1 ? name : name.slice(0, at);
}

/** Whether a name stands for parameters: `parameters` (all of them) or `params:a.b`. */
export function isParameterName(name: string): boolean {
  return name === "parameters" || name.startsWith("params:");
}

/** Whether a dotted name lies in a namespace or below it. */
export function isWithin(name: string | undefined, namespace: string): boolean {
  return name !== undefined && (name === namespace || name.startsWith(`${namespace}.`));
}

/** Order of names by code unit, the same on every machine; never by locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What names of nodes, namespaces and tags are made of. */
export const NAME_RULE = "letters, digits, _, - and .";

/** Whether a text can name a node, a namespace or a tag. */
export function isName(text: string): boolean {
  return /^[\p{L}\p{N}_.-]+$/u.test(text);
}

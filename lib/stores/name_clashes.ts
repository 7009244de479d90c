/** How a disk takes names. */
export interface DiskNames {
  /** Whether names that differ by case alone are one file. */
  readonly foldsCase: boolean;
}

/** Which of the keys cannot all be files of one disk, a sentence for each clash: a name of two, or of a file and a folder. */
export function nameClashes(keys: readonly string[], { foldsCase }: DiskNames): readonly string[] {
  const nameOf = (key: string): string => foldsCase ? key.toLowerCase() : key;
  const files = Map.groupBy(keys, nameOf);
  const below = new Map<string, string[]>();
  for (const key of keys) {
    for (let end = key.indexOf("/"); end >= 0; end = key.indexOf("/", end + 1)) {
      const name = nameOf(key.slice(0, end));
      if (files.has(name)) below.getOrInsert(name, []).push(key);
    }
  }
  return [...files].flatMap(([name, same]) => [
    ...same.length > 1 ? [describeSame(same)] : [],
    ...below.has(name) ? [describeFolder(same[0]!, below.get(name)!)] : [],
  ]);
}

function describeSame(keys: readonly string[]): string {
  return `${keys.map(quote).join(", ")}: one file on this disk, which does not tell case`;
}

function describeFolder(file: string, [first = "", ...more]: readonly string[]): string {
  return `${quote(file)}: a file, and a folder for ${quote(first)}${
    more.length > 0 ? ` and ${more.length} more` : ""
  }`;
}

function quote(key: string): string {
  return JSON.stringify(key);
}

/** What is told of an alias that an import leaves where it is. */
export function aliasStays(
  { name, alias, there, wanted }: {
    readonly name: string;
    readonly alias: string;
    readonly there: string | number;
    readonly wanted: string | number;
  },
): string {
  return `Alias "${alias}" of model "${name}" stays at version ${there}: it was not moved to version ${wanted}`;
}

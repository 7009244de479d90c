/** Any value that configuration can hold: JSON, and whole numbers too large for a number. */
export type ConfigValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

/** Configuration values by name. */
export type ConfigObject = { readonly [key: string]: ConfigValue };

/** A checker by the Standard Schema specification (https://standardschema.dev): zod, valibot, arktype and others. */
export interface StandardSchema<Output = unknown> {
  /** The properties of the specification, version 1. */
  readonly "~standard": {
    /** Always 1. */
    readonly version: 1;
    /** Who made it. */
    readonly vendor: string;
    /** Check a value. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** Types only; never there at run time. */
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What {@linkcode StandardSchema} says of a value. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** A problem, in the words of the schema library. */
export interface SchemaIssue {
  /** The sentence. */
  readonly message: string;
  /** Keys down to the value. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

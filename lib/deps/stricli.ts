/** Command lines: routes, flags and help, with commands loaded on first use. */
export * from "npm:@stricli/core@1.3.0";

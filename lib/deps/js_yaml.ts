/** YAML with positions in its errors and the 1.1 schema that Kedro's files expect. */
export * from "npm:js-yaml@5.5.0";

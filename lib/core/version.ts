/** The version of Kedge, as in `CHANGELOG.md`; set by `deno task release`. */
export const VERSION: string = "0.1.0";

/** Where this version is published. No public home exists yet, so the host is a placeholder. */
export const BASE_URL: string = `https://kedge.example/kedge@${VERSION}/`;

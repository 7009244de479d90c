/** Schemas for data that users write; its issues are turned into ours by `core/zod_issues.ts`. */
export { z } from "npm:zod@4.6.7";

// Loaded before a measured program (`--preload`). When the program ends, the kernel's own high-water mark of resident
// memory goes to the file that KEDGE_BENCH_MEMORY names.
globalThis.addEventListener("unload", () => {
  const file = Deno.env.get("KEDGE_BENCH_MEMORY");
  if (file === undefined) return;
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(Deno.readTextFileSync("/proc/self/status"))?.[1];
  Deno.writeTextFileSync(file, kibibytes ?? "");
});

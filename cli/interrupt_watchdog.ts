/// <reference lib="deno.worker" />

// Runs in a thread of its own. A function that computes for minutes lets no signal through to the main thread; somebody
// who presses Ctrl-C twice still wants the process to end. Nothing is lost: what was recorded is stored, and the next
// command marks the run as killed.

const SHOW_CURSOR = "\x1b[?25h";
const PATIENCE = 300; // milliseconds in which the main thread answers when it can

let count = 0;
let heard = 0;

// The main thread has heard of one more signal, and does what is to be done itself.
addEventListener("message", () => void heard++);

Deno.addSignalListener("SIGINT", () => {
  count++;
  const isLast = count === 2;
  setTimeout(() => {
    if (heard >= count) return;
    if (isLast) endProcess();
    else if (count === 1) {
      write("\n■ what runs is busy and cannot stop by itself; once more to stop at once\n");
    }
  }, PATIENCE);
});

function endProcess(): void {
  write(`${SHOW_CURSOR}\n■ stopped at once\n`);
  Deno.kill(Deno.pid, "SIGKILL");
}

function write(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}

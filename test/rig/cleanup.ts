/** Ends what a process of the rig has started, also when the process itself is told to stop. */

/** Anything that must be ended or removed when its user is done with it. */
export interface Disposable {
  dispose(): Promise<void>;
}

type Cleanup = () => Promise<void>;

const pending = new Set<Cleanup>();
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
let listening = false;
let stopping: Promise<void> | undefined;

/** Registers `cleanup` for an interrupt of this process. What comes back runs it, once, and forgets it. */
export function registerCleanup(cleanup: Cleanup): Cleanup {
  listen();
  let running: Promise<void> | undefined;
  const once = (): Promise<void> => {
    pending.delete(once);
    running ??= cleanup();
    return running;
  };
  pending.add(once);
  return once;
}

/** Runs every registered cleanup, the newest first: what was started last may need what was started before it. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of [...pending].reverse()) {
    await cleanup().catch((error: unknown) => {
      console.error('Cleaning up:', error);
    });
  }
}

function listen(): void {
  if (listening) {
    return;
  }
  listening = true;
  for (const [signal, number] of Object.entries(signalNumbers)) {
    // Stays until the end: tsx passes on an interrupt that the terminal has sent as well, and the second would kill.
    process.on(signal, () => {
      stopping ??= cleanUp().finally(() => process.exit(128 + number));
    });
  }
}

/** Runs a module inside the extension host of a real VS Code. */
import { setTimeout as delay } from 'node:timers/promises';
import { format, stripVTControlCharacters } from 'node:util';
import type { Browser } from 'playwright-core';
import { openWorkbench } from '../../rig/browser';
import { startVscode } from '../../rig/vscode';
import type { VscodeVersion } from '../../rig/vscodeInstall';

interface HostRun {
  readonly version: VscodeVersion;
  /** Path of a CommonJS module; its `run()` is called. What it has to say it writes to a file. */
  readonly module: string;
  /** Directory of the extension that is loaded beside it. */
  readonly extension: string;
  readonly workspace: string;
  /** Directories of extensions that are installed. */
  readonly standIns?: readonly string[];
  /** Environment of the extension host. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Prints what the host prints, while it runs. */
  readonly verbose?: boolean;
}

/** How the module ended. */
export interface HostRunEnd {
  /** False when the time was up. */
  readonly ended: boolean;
  /** The last of what the host and the server have printed. */
  readonly log: readonly string[];
}

/** Starts VS Code, runs the module, and waits until its `run()` has ended or the time is up. */
export async function runInHost(browser: Browser, run: HostRun): Promise<HostRunEnd> {
  const server = await startVscode({
    version: run.version,
    env: run.env,
    ...(run.standIns && { extensions: run.standIns }),
    testDriver: true,
  });
  const log: string[] = [];
  let exited: (ended: true) => void;
  const exit = new Promise<true>((resolve) => (exited = resolve));
  await openWorkbench(browser, server, {
    workspace: run.workspace,
    extension: run.extension,
    tests: run.module,
    onExit: () => {
      exited(true);
    },
    onLog: (type, args) => {
      const line = `[${type}] ${stripVTControlCharacters(format(...args))}`;
      log.push(line);
      if (run.verbose) {
        console.error(line);
      }
    },
  });
  const ended = await Promise.race([exit, delay(run.timeoutMs, false, { ref: false })]);
  return { ended, log: [...log.slice(-60), server.log().slice(-3000)] };
}

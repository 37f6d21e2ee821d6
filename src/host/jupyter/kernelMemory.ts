import * as v from 'valibot';
import type * as vscode from 'vscode';

const KEY = 'runlens.jupyter.kernels';
const MOST = 50;

const RunningSchema = v.object({ requestId: v.string(), cellIndex: v.number(), startTime: v.number() });

const EntrySchema = v.object({
  controller: v.string(),
  sessionId: v.string(),
  path: v.string(),
  kernelId: v.string(),
  clientId: v.string(),
  running: v.optional(RunningSchema),
});

const EntriesSchema = v.fallback(v.record(v.string(), v.unknown()), {});

/** The kernel of a notebook, as the next start of the window finds it again. Nothing in it is secret. */
export type RememberedKernel = v.InferOutput<typeof EntrySchema>;

/** Remembers the kernels of this workspace's notebooks, outside of the workspace's files. */
export class KernelMemory {
  constructor(private readonly state: vscode.Memento) {}

  get(notebook: vscode.Uri): RememberedKernel | undefined {
    const parsed = v.safeParse(EntrySchema, this.entries()[notebook.toString()]);
    return parsed.success ? parsed.output : undefined;
  }

  async set(notebook: vscode.Uri, kernel: RememberedKernel | undefined): Promise<void> {
    const others = Object.entries(this.entries()).filter(([key]) => key !== notebook.toString());
    const kept = others.slice(-(MOST - 1));
    const entries = kernel === undefined ? kept : [...kept, [notebook.toString(), kernel] as const];
    await this.state.update(KEY, Object.fromEntries(entries));
  }

  private entries(): Readonly<Record<string, unknown>> {
    return v.parse(EntriesSchema, this.state.get(KEY));
  }
}

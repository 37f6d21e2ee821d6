import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';

const PROBE = `
import importlib.metadata, importlib.util, json, platform, sys
packages = {}
for name in sys.argv[1:]:
    try:
        packages[name] = importlib.metadata.version(name) if importlib.util.find_spec(name) else None
    except importlib.metadata.PackageNotFoundError:
        packages[name] = None
print(json.dumps({"python": platform.python_version(), "packages": packages}))
`;
const PROBE_MS = 20_000;

const ProbeSchema = v.object({ python: v.string(), packages: v.record(v.string(), v.nullable(v.string())) });

/** A Python interpreter that was found and has been asked. */
export interface Python {
  readonly path: string;
  readonly version: string;
  /**
   * The versions of the packages that it was asked for; null where one is not installed, or is a distribution without what
   * its name says, as `mlflow-skinny` is without the server.
   */
  readonly packages: Readonly<Record<string, string | null>>;
}

/** Whether an interpreter has all the packages that it was asked for. */
export function hasAll({ packages }: Python): boolean {
  return Object.values(packages).every((version) => version !== null);
}

/** The packages that it was asked for and does not have. */
export function missing({ packages }: Python): readonly string[] {
  return Object.entries(packages).flatMap(([name, version]) => (version === null ? [name] : []));
}

// Undefined when it does not run.
async function probePython(path: string, wanted: readonly string[], signal: AbortSignal): Promise<Python | undefined> {
  try {
    // The working directory is on Python's path: one where nobody leaves modules.
    const options = { timeout: PROBE_MS, signal, cwd: dirname(process.execPath), windowsHide: true };
    const { stdout } = await promisify(execFile)(path, ['-c', PROBE, ...wanted], options);
    const { python, packages } = v.parse(ProbeSchema, JSON.parse(stdout));
    return { path, version: python, packages };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Asks interpreters for packages, in their order, and stops at the first that has them all. */
export async function findPython(
  paths: readonly string[],
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<readonly Python[]> {
  const found: Python[] = [];
  for (const path of new Set(paths)) {
    const python = await probePython(path, wanted, signal);
    if (python !== undefined) {
      found.push(python);
    }
    if (python !== undefined && hasAll(python)) {
      break;
    }
  }
  return found;
}

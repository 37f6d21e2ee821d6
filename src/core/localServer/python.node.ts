import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';

const PROBE = `
import importlib.metadata, importlib.util, json, platform
try:
    version = importlib.metadata.version("mlflow") if importlib.util.find_spec("mlflow") else None
except importlib.metadata.PackageNotFoundError:
    version = None
print(json.dumps({"python": platform.python_version(), "mlflow": version}))
`;
const PROBE_MS = 20_000;

const ProbeSchema = v.object({ python: v.string(), mlflow: v.nullable(v.string()) });

/** A Python interpreter that was found and has been asked. */
export interface Python {
  readonly path: string;
  readonly version: string;
  /** Undefined where MLflow is not installed, or only `mlflow-skinny`, which has no server. */
  readonly mlflow?: string;
}

// Undefined when it does not run.
async function probePython(path: string, signal: AbortSignal): Promise<Python | undefined> {
  try {
    // The working directory is on Python's path: one where nobody leaves modules.
    const options = { timeout: PROBE_MS, signal, cwd: dirname(process.execPath), windowsHide: true };
    const { stdout } = await promisify(execFile)(path, ['-c', PROBE], options);
    const { python, mlflow } = v.parse(ProbeSchema, JSON.parse(stdout));
    return { path, version: python, ...(mlflow !== null && { mlflow }) };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Asks interpreters in their order, and stops at the first that has MLflow. */
export async function findPython(paths: readonly string[], signal: AbortSignal): Promise<readonly Python[]> {
  const found: Python[] = [];
  for (const path of new Set(paths)) {
    const python = await probePython(path, signal);
    if (python !== undefined) {
      found.push(python);
    }
    if (python?.mlflow !== undefined) {
      break;
    }
  }
  return found;
}

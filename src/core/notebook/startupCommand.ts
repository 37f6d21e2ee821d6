/**
 * The line that the person may have in `jupyter.runStartupCommands`, and the file that it reads. The line never changes with
 * the connection or the version of the extension, holds nothing secret, and does nothing where the file is gone.
 */
import * as v from 'valibot';
import { SETUP_PROGRAM, STARTUP_PROGRAM } from './kernelPrograms';
import type { KernelConnection } from './kernelSetup';
import { pythonCall } from './pythonCall';

const MARK = '  # Runlens: MLflow in each kernel';
const MAX_FOLDERS = 100;

/** The line, for the file of this path. */
export function startupCommand(file: string): string {
  return pythonCall(STARTUP_PROGRAM, { file }) + MARK;
}

/** The person's start-up commands with Runlens' line, as it is now, at the end. */
export function withStartupCommand(commands: unknown, file: string): readonly string[] {
  return [...withoutStartupCommand(commands), startupCommand(file)];
}

/** The person's start-up commands without Runlens' line. The setting may be a text too. */
export function withoutStartupCommand(commands: unknown): readonly string[] {
  return parseCommands(commands).filter((command) => !isStartupCommand(command));
}

/** Whether Runlens' line is among the commands. */
export function hasStartupCommand(commands: unknown): boolean {
  return parseCommands(commands).some(isStartupCommand);
}

function isStartupCommand(command: string): boolean {
  return command.endsWith(MARK);
}

function parseCommands(commands: unknown): readonly string[] {
  const parsed = v.safeParse(
    v.union([
      v.array(v.string()),
      v.pipe(
        v.string(),
        v.transform((text) => [text]),
      ),
    ]),
    commands,
  );
  return parsed.success ? parsed.output.filter((command) => command.trim() !== '') : [];
}

const ConnectionsSchema = v.record(
  v.string(),
  v.object({ tracking_uri: v.string(), workspace: v.optional(v.string()) }),
);
const FileSchema = v.object({ connections: v.fallback(ConnectionsSchema, {}) });
type Connections = v.InferOutput<typeof ConnectionsSchema>;

export interface StartupFile {
  /** What the file held before; undefined where there is none. */
  readonly previous: string | undefined;
  readonly packagePath: string;
  /** Of this window's workspace: kernels that start below them log to the connection. */
  readonly folders: readonly string[];
  readonly connection: KernelConnection | undefined;
  readonly logAll: boolean;
}

/** The file's text. Other windows' folders stay in it; credentials are never in it. */
export function startupFileText({ previous, packagePath, folders, connection, logAll }: StartupFile): string {
  const others = Object.entries(readConnections(previous)).filter(([folder]) => !folders.includes(folder));
  const own = connection === undefined ? [] : folders.map((folder) => [folder, publicPart(connection)] as const);
  return JSON.stringify({
    package_path: packagePath,
    program: SETUP_PROGRAM,
    connections: Object.fromEntries([...others, ...own].slice(-MAX_FOLDERS)),
    attach: { log_all: logAll },
  });
}

function publicPart({ trackingUri, workspace }: KernelConnection): Connections[string] {
  return { tracking_uri: trackingUri, ...(workspace !== undefined && { workspace }) };
}

function readConnections(text: string | undefined): Connections {
  try {
    return v.parse(FileSchema, JSON.parse(text ?? '{}')).connections;
  } catch {
    return {};
  }
}

/** Prepares what a run of the host tests needs, wherever VS Code then runs. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, temporaryDirectory } from '../../rig/directories';
import { stageExtension } from '../../rig/extension';
import { startMentioned } from '../../rig/services';
import type { LaunchOptions } from './arguments';
import { bundleHostTests, type HostTests } from './bundle';
import { instructions, type Report } from './report';
import { pythonStandIn } from './standIn';

/** A run that is ready to start. */
export interface PreparedRun {
  /** The directory of the extension. */
  readonly extension: string;
  /** The module that VS Code is to run. */
  readonly module: string;
  readonly workspace: string;
  /** Directories of the extensions that stand in for other people's. */
  readonly standIns: readonly string[];
  /** The extension host's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What the tests reported; undefined when they have not come to their end. */
  readReport(): Promise<Report | undefined>;
}

/** Builds the extension and the tests, and starts the servers that these mention. */
export async function prepareRun(options: LaunchOptions): Promise<PreparedRun> {
  const extension = await stageExtension(options.build);
  const tests = await bundleHostTests(options.files);
  const directory = await temporaryDirectory('host');
  const reportFile = join(directory.path, 'report.json');
  const workspace = await prepareWorkspace(directory.path);
  const services = await startMentioned((variables) => tests.mentions(variables));
  return {
    extension: extension.path,
    module: tests.runner,
    workspace,
    standIns: [await pythonStandIn(directory.path)],
    env: { ...services, ...instructionsFor(options, tests, reportFile) },
    readReport: async () =>
      existsSync(reportFile) ? (JSON.parse(await readFile(reportFile, 'utf8')) as Report) : undefined,
  };
}

/** The tests work on a copy of the examples: they may write to it. */
async function prepareWorkspace(parent: string): Promise<string> {
  const workspace = join(parent, 'workspace');
  const examples = join(root, 'examples');
  if (existsSync(examples)) {
    await cp(examples, workspace, { recursive: true });
  } else {
    await mkdir(workspace);
  }
  return workspace;
}

function instructionsFor(options: LaunchOptions, tests: HostTests, reportFile: string): Record<string, string> {
  return {
    [instructions.reportFile]: reportFile,
    [instructions.files]: JSON.stringify(tests.files),
    ...(options.grep === undefined ? {} : { [instructions.grep]: options.grep }),
  };
}

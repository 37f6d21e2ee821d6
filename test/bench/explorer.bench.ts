/**
 * An experiment of 10,000 runs: how long its first rows take in the tree, over the one request that they need sent without
 * Runlens, and what all of its runs take of the extension host's memory.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runInHost } from '../host/runner/inHost';
import { startBrowser } from '../rig/browser';
import { root, temporaryDirectory } from '../rig/directories';
import { stageExtension } from '../rig/extension';
import { fillRuns } from '../rig/fill';
import { startMlflow } from '../rig/mlflow';
import { benchVariable, type ExplorerFigures, type ExplorerTask } from './explorerTask';
import { atMost, median, type Measure } from './measurement';

const RUNS = 10_000;
const ROUNDS = 15;
const RATIO_LIMIT = 1.1;
const MEMORY_LIMIT_MB = 150;

export const measure: Measure = async () => {
  const { uri, database } = await startMlflow();
  if (database === undefined) {
    throw new Error('The server has no database file to fill');
  }
  const filled = await fillRuns(database, { experiment: 'bench', runs: RUNS, metrics: 20, params: 20 });
  const { runs, heapBytes, rssBytes, treeMs, rawMs } = await measureInHost(uri, filled.experiment);
  if (runs !== RUNS) {
    throw new Error(`${runs} of ${RUNS} runs were loaded`);
  }
  const [tree, raw] = [median(treeMs), median(rawMs)];
  return {
    figures: {
      'runs loaded': runs,
      'first rows in the tree, median ms': tree,
      'the raw request, median ms': raw,
    },
    limits: [
      atMost('first rows over the raw request', tree / raw, RATIO_LIMIT),
      atMost('heap over start, MB', heapBytes / 1e6, MEMORY_LIMIT_MB),
      atMost('resident set over start, MB', rssBytes / 1e6, MEMORY_LIMIT_MB),
    ],
  };
};

async function measureInHost(uri: string, experiment: string): Promise<ExplorerFigures> {
  const directory = await temporaryDirectory('bench');
  const output = join(directory.path, 'figures.json');
  const module = join(directory.path, 'explorer.js');
  await build({
    entryPoints: [join(root, 'test/bench/host/explorer.ts')],
    outfile: module,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    minify: true,
    logLevel: 'warning',
  });
  const extension = await stageExtension(true);
  const { browser } = await startBrowser();
  const task: ExplorerTask = { uri, experiment, rounds: ROUNDS, output };
  const { ended, log } = await runInHost(browser, {
    version: '1.139',
    module,
    extension: extension.path,
    workspace: directory.path,
    env: { [benchVariable]: JSON.stringify(task) },
    timeoutMs: 900_000,
  });
  const figures = await readFile(output, 'utf8').catch(() => undefined);
  if (figures === undefined) {
    throw new Error([ended ? 'The host ended without figures.' : 'The host did not end.', ...log].join('\n'));
  }
  return JSON.parse(figures) as ExplorerFigures;
}

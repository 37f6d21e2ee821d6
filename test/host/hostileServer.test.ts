import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Experiment, LoggedModel, Metric, Run } from '../../src/core/mlflow/entities';
import type { TrackingStore } from '../../src/core/store/trackingStore';
import { EditorDialogs } from '../../src/host/artifacts/downloadDialogs';
import { nameOf, titleOf, type ArtifactItem } from '../../src/host/artifacts/artifactItem';
import { askText, type Answer } from '../../src/host/connection/quickInput';
import type { TreeNode } from '../../src/host/explorer/internalNodes';
import { ExplorerRig } from './explorerRig';
import { watchingMessages } from './storeRig';

const COMMAND = '[x](command:workbench.action.quit)';
const EVIL = `${COMMAND} $(bug) <img src=x onerror=alert(1)> \u202egnp.exe\u0007\n\ud83d | \`c\` https://evil.example`;
// What every object has.
const NAMES = [EVIL, '__proto__', 'constructor', 'toString', ''];
const TIMES = [-9e18, 9e18, 0];

const pairs = NAMES.map((key) => ({ key, value: EVIL }));
const metrics = NAMES.flatMap((key): Metric[] => [
  { key, value: Number.NaN, timestamp: 9e18, step: 3 },
  { key, value: Number.NEGATIVE_INFINITY, timestamp: -9e18, step: 3 },
  { key, value: 1, timestamp: 0, step: -1 },
]);
const experiments = NAMES.map((name, index): Experiment => ({
  experimentId: name || String(index),
  name,
  artifactLocation: EVIL,
  lifecycleStage: 'active',
  creationTime: TIMES[index % 3] ?? 0,
  tags: pairs,
}));
const model: LoggedModel = {
  modelId: EVIL,
  experimentId: EVIL,
  name: EVIL,
  artifactUri: 'file:///etc',
  creationTime: 9e18,
  lastUpdateTime: -9e18,
  modelType: EVIL,
  status: EVIL,
  tags: pairs,
  params: pairs,
  metrics,
};

function runsOf(experimentId: string): Run[] {
  return TIMES.map((startTime, index) => ({
    runId: `${EVIL} ${String(index)}`,
    name: index === 0 ? '' : EVIL,
    experimentId,
    status: 'FINISHED',
    lifecycleStage: 'active',
    userId: EVIL,
    startTime,
    endTime: -startTime,
    artifactUri: 'file:///etc',
    metrics,
    params: pairs,
    tags: [
      ...pairs,
      ...['mlflow.source.name', 'mlflow.note.content', 'mlflow.user', 'mlflow.source.git.commit'].map((key) => ({
        key,
        value: EVIL,
      })),
      // A run that is its own parent.
      { key: 'mlflow.parentRunId', value: `${EVIL} ${String(index)}` },
    ],
    datasets: [{ name: EVIL, digest: EVIL, sourceType: EVIL, source: EVIL, context: EVIL }],
    modelOutputs: [EVIL],
  }));
}

const store: Partial<TrackingStore> = {
  server: { version: '3.17.2', workspacesEnabled: false },
  capabilities: { aliases: true, loggedModels: true, workspaces: false } as TrackingStore['capabilities'],
  searchExperiments: () => Promise.resolve({ items: experiments, nextPageToken: 'again' }),
  searchRuns: ({ experimentIds }) => Promise.resolve({ items: runsOf(experimentIds[0] ?? ''), nextPageToken: 'again' }),
  searchRegisteredModels: () => Promise.resolve({ items: [] }),
  searchModelVersions: () => Promise.resolve({ items: [] }),
  searchLoggedModels: () => Promise.resolve({ items: [model] }),
  getLoggedModel: () => Promise.resolve(model),
  metricHistory: () => Promise.resolve(metrics),
  listArtifacts: () =>
    Promise.resolve(
      ['../x', '..', '/etc/passwd', 'a\\b', COMMAND, '\ud83d', '\u202egnp.exe'].map((path) => ({
        path,
        isDirectory: false,
      })),
    ),
  refreshRuns: () => Promise.resolve([]),
};

const item: ArtifactItem = {
  connection: '0'.repeat(16),
  server: 'x',
  root: { kind: 'run', runId: 'r' },
  path: COMMAND,
  runName: EVIL,
};

describe('what a hostile server wrote', function () {
  this.timeout(60_000);

  it('is text in every row and tooltip, and breaks none of them', async () => {
    const rig = new ExplorerRig('http://hostile.example').connectTo(store);
    let rows = 0;
    const visit = async (node: TreeNode, depth: number): Promise<void> => {
      const row = rig.tree.getTreeItem(node);
      rows += 1;
      assertPlain(row);
      assertPlain(rig.tree.resolveTreeItem(row, node));
      const expands = row.collapsibleState !== vscode.TreeItemCollapsibleState.None;
      for (const child of expands && depth < 5 ? await rig.children(node) : []) {
        await visit(child, depth + 1);
      }
    };
    try {
      for (const node of await rig.children()) {
        await visit(node, 0);
      }
      assert.ok(rows > 100, `only ${rows} rows`);
    } finally {
      rig.dispose();
    }
  });

  it('brings no command into a notification', async () => {
    const dialogs = new EditorDialogs(vscode.window.createOutputChannel('Hostile', { log: true }));
    const leftOut = [{ path: COMMAND, reason: EVIL }];
    const folder = vscode.Uri.file('/tmp');
    const messages = await watchingMessages(() => {
      dialogs.tell({ folder, written: [], bytes: 0, leftOut });
      dialogs.tell({ folder, written: [], bytes: 0, leftOut: [], failure: EVIL });
      return Promise.resolve();
    });
    assert.equal(messages.length, 2);
    for (const text of [...messages, nameOf(item), titleOf(item)]) {
      assert.match(text, /command:workbench/u);
      assertNoLink(text);
    }
  });

  it('brings no command into a question', async () => {
    const window = vscode.window as { createInputBox: () => vscode.InputBox };
    const original = window.createInputBox;
    let box: vscode.InputBox | undefined;
    let answer: Promise<Answer<string>>;
    window.createInputBox = () => (box = original());
    try {
      answer = askText({ title: 'x', prompt: `Password of “${COMMAND} $(bug)”` });
    } finally {
      window.createInputBox = original;
    }
    assert.match(box?.prompt ?? '', /command:workbench/u);
    assertNoLink(box?.prompt ?? '');
    box?.hide();
    assert.equal(await answer, undefined);
  });
});

function assertPlain({ label, description, tooltip }: vscode.TreeItem): void {
  assert.equal(typeof label, 'string');
  const texts = [label, description, typeof tooltip === 'string' ? tooltip : undefined];
  for (const text of texts.filter((each) => typeof each === 'string')) {
    assert.doesNotMatch(text, /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
  }
  if (tooltip instanceof vscode.MarkdownString) {
    assert.deepEqual([tooltip.isTrusted, tooltip.supportHtml, tooltip.supportThemeIcons], [undefined, false, false]);
    assert.doesNotMatch(tooltip.value, /(?<!\\)[[\]`$]|<img|\]\(/u);
  }
}

function assertNoLink(text: string): void {
  assert.doesNotMatch(text, /\]\(|\$\(/u);
}

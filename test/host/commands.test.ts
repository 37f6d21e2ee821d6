import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findByKey } from '../../src/core/mlflow/entities';
import { copyTexts } from '../../src/host/explorer/commands/copyCommands';
import { idOf, nameOf, uriOf, valueOf } from '../../src/host/explorer/commands/copyText';
import { createExperiment } from '../../src/host/explorer/commands/createExperiment';
import { deleteNodes, restoreNodes } from '../../src/host/explorer/commands/deleteNodes';
import { openInMlflow } from '../../src/host/explorer/commands/openInMlflow';
import { renameNode } from '../../src/host/explorer/commands/rename';
import { addTag, deleteTags, editTag } from '../../src/host/explorer/commands/tags';
import type { ExperimentNode, ModelVersionNode, RegisteredModelNode, RunNode } from '../../src/host/shared/nodes';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';
import { StoreRig, typing, watchingMessages } from './storeRig';

const server = process.env.RUNLENS_TEST_MLFLOW ?? '';

describe('the commands of the trees', function () {
  this.timeout(120_000);
  const seed = new Seed(server);
  const stamp = `commands-${Date.now()}`;
  let rig: StoreRig;
  let count = 0;

  const fresh = (what: string): string => `${stamp} ${what} ${String((count += 1))}`;
  const experimentNode = async (name = fresh('experiment')): Promise<ExperimentNode> => {
    const id = await seed.experiment(name);
    return { kind: 'experiment', experiment: await rig.store.getExperiment(id) };
  };
  const runNode = async (experimentId: string, run: Parameters<Seed['run']>[1] = {}): Promise<RunNode> => {
    const runId = await seed.run(experimentId, { name: 'fox', ...run });
    return { kind: 'run', run: await rig.store.getRun(runId) };
  };
  const newRun = async (run: Parameters<Seed['run']>[1] = {}): Promise<RunNode> => {
    const { experiment } = await experimentNode();
    return runNode(experiment.experimentId, run);
  };
  const modelNode = async (): Promise<RegisteredModelNode> => {
    const name = fresh('model');
    await seed.model(name, { tags: { team: 'risk' } });
    return { kind: 'registeredModel', model: await rig.store.getRegisteredModel(name) };
  };
  const versionNode = async ({ model }: RegisteredModelNode): Promise<ModelVersionNode> => {
    const version = await seed.version(model.name, { source: 's3://models/one', aliases: ['champion'] });
    return { kind: 'modelVersion', model, version: await rig.store.getModelVersion(model.name, version) };
  };
  const clipboard = async (work: Promise<void>): Promise<string> => {
    await work;
    return vscode.env.clipboard.readText();
  };

  beforeEach(async () => {
    rig = await new StoreRig(server).connect();
  });

  afterEach(() => {
    rig.dispose();
  });

  it('copy ids, names, URIs and values', async () => {
    const run = await newRun({ params: { lr: '1e-3' }, metrics: { acc: 0.123456789 } });
    const version = await versionNode(await modelNode());
    const { name } = version.model;
    assert.equal(await clipboard(copyTexts([run], idOf)), run.run.runId);
    assert.equal(await clipboard(copyTexts([run, version], uriOf)), `runs:/${run.run.runId}\nmodels:/${name}/1`);
    assert.equal(
      await clipboard(copyTexts([{ kind: 'modelAlias', version: version.version, alias: 'champion' }], uriOf)),
      `models:/${name}@champion`,
    );
    assert.equal(await clipboard(copyTexts([version], nameOf)), name);
    const [metric] = run.run.metrics;
    assert.ok(metric);
    assert.equal(await clipboard(copyTexts([{ kind: 'metric', run: run.run, metric }], valueOf)), '0.123456789');
    assert.equal(
      await clipboard(copyTexts([{ kind: 'section', section: 'parameters', run: run.run }], valueOf)),
      'lr\t1e-3',
    );
  });

  it('copy through the editor’s own command, from a menu with several selected', async () => {
    const [one, two] = [await newRun(), await newRun()];
    await vscode.commands.executeCommand('runlens.copyId', one, [one, two]);
    assert.equal(await vscode.env.clipboard.readText(), `${one.run.runId}\n${two.run.runId}`);
  });

  it('open pages of MLflow’s UI', async () => {
    const run = await newRun();
    const model = await modelNode();
    await openInMlflow([run, model], rig.tools());
    assert.deepEqual(rig.opened, [
      `${server}/#/experiments/${run.run.experimentId}/runs/${run.run.runId}`,
      `${server}/#/models/${model.model.name}`,
    ]);
  });

  it('open nothing for a store without a server', async () => {
    const run = await newRun();
    const { state } = rig.session;
    assert.ok(state.kind === 'connected');
    rig.session.change({ ...state, info: { ...state.info, uri: 'sqlite:///mlflow.db' } });
    await assert.rejects(openInMlflow([run], rig.tools()), /test server has no web page/u);
    assert.deepEqual(rig.opened, []);
  });

  it('rename runs, experiments and models', async () => {
    const run = await newRun();
    await typing([' owl '], () => renameNode(run, rig.tools()));
    assert.equal((await rig.store.getRun(run.run.runId)).name, 'owl');
    assert.deepEqual(rig.changes.at(-1), {
      kind: 'runs',
      experimentId: run.run.experimentId,
      runIds: [run.run.runId],
    });

    const { experiment } = await experimentNode();
    const newName = fresh('renamed');
    await typing([newName], () => renameNode({ kind: 'experiment', experiment }, rig.tools()));
    assert.equal((await rig.store.getExperiment(experiment.experimentId)).name, newName);

    const model = await modelNode();
    const newModel = fresh('model');
    await typing([newModel], () => renameNode(model, rig.tools()));
    assert.equal((await rig.store.getRegisteredModel(newModel)).tags.length, 1);
  });

  it('keep what was typed when the name is taken, and say so', async () => {
    const [taken, other] = [await experimentNode(), await experimentNode()];
    const better = fresh('better');
    const prompts = await typing([taken.experiment.name, better], () => renameNode(other, rig.tools()));
    assert.match(prompts[1] ?? '', /^Couldn’t rename the experiment\. Another experiment has this name\. \[/u);
    assert.ok(prompts[1]?.endsWith(`[${taken.experiment.name}]`));
    assert.equal((await rig.store.getExperiment(other.experiment.experimentId)).name, better);
  });

  it('change nothing when the person leaves the box', async () => {
    const run = await newRun();
    await typing([undefined], () => renameNode(run, rig.tools()));
    assert.equal((await rig.store.getRun(run.run.runId)).name, 'fox');
    assert.deepEqual(rig.changes, []);
  });

  it('refuse to write while the server does not answer', async () => {
    const run = await newRun();
    rig.becomeStale();
    await assert.rejects(
      renameNode(run, rig.tools()),
      /test server does not answer; what is shown was read 2 min ago\. Nothing was changed/u,
    );
    await assert.rejects(deleteNodes([run], rig.tools()), /Nothing was changed/u);
    assert.deepEqual(rig.questions, []);
  });

  it('create an experiment', async () => {
    const name = fresh('created');
    await typing([name], () => createExperiment(rig.tools()));
    assert.equal((await rig.store.findExperiment(name))?.lifecycleStage, 'active');
    assert.deepEqual(rig.changes, [{ kind: 'experiments' }]);
  });

  it('add a tag to several runs, edit it, delete it and bring it back', async () => {
    const [one, two] = [await newRun(), await newRun()];
    const tagOf = async ({ run }: RunNode): Promise<string | undefined> =>
      findByKey((await rig.store.getRun(run.runId)).tags, 'team')?.value;
    await typing(['team', 'risk'], () => addTag([one, two], rig.tools()));
    assert.deepEqual([await tagOf(one), await tagOf(two)], ['risk', 'risk']);

    const tag = { kind: 'tag', run: one.run, tag: { key: 'team', value: 'risk' } } as const;
    const prompts = await typing(['churn'], () => editTag(tag, rig.tools()));
    assert.deepEqual(prompts, ['The value of team [risk]']);
    assert.equal(await tagOf(one), 'churn');

    const edited = { ...tag, tag: { key: 'team', value: 'churn' } };
    assert.deepEqual(await watchingMessages(() => deleteTags([edited], rig.tools())), ['Deleted the tag team.']);
    assert.equal(await tagOf(one), undefined);
    await typing(['team', 'churn'], () => addTag([one], rig.tools()));
    await watchingMessages(() => deleteTags([edited], rig.tools()), 'Undo');
    await waitFor(async () => (await tagOf(one)) === 'churn', { what: 'the tag after Undo', timeoutMs: 10_000 });
  });

  it('set tags of models and versions', async () => {
    const model = await modelNode();
    const version = await versionNode(model);
    await typing(['stage', 'a'], () => addTag([model, version], rig.tools()));
    assert.equal(findByKey((await rig.store.getRegisteredModel(model.model.name)).tags, 'stage')?.value, 'a');
    assert.equal(findByKey((await rig.store.getModelVersion(model.model.name, '1')).tags, 'stage')?.value, 'a');
    const tag = { kind: 'registryTag', owner: model, tag: { key: 'team', value: 'risk' } } as const;
    await watchingMessages(() => deleteTags([tag], rig.tools()));
    assert.equal(findByKey((await rig.store.getRegisteredModel(model.model.name)).tags, 'team'), undefined);
  });

  it('delete a run after a question that names it, and bring it back by Undo', async () => {
    const run = await newRun();
    const stage = async (): Promise<string> => (await rig.store.getRun(run.run.runId)).lifecycleStage;
    await deleteNodes([run], rig.tools(false));
    assert.equal(await stage(), 'active');
    assert.equal(rig.questions[0]?.title, 'Delete the run fox?');
    assert.match(rig.questions[0].detail, /can be restored/u);

    assert.deepEqual(await watchingMessages(() => deleteNodes([run], rig.tools())), ['Deleted fox.']);
    assert.equal(await stage(), 'deleted');
    await rig.store.restoreRun(run.run.runId);
    await watchingMessages(() => deleteNodes([run], rig.tools()), 'Undo');
    await waitFor(async () => (await stage()) === 'active', { what: 'the run after Undo', timeoutMs: 10_000 });
  });

  it('delete many runs, and tell which failed', async () => {
    const { experiment } = await experimentNode();
    const runs = await Promise.all(Array.from({ length: 12 }, () => runNode(experiment.experimentId)));
    const missing: RunNode = { kind: 'run', run: { ...runs[0]!.run, runId: '0'.repeat(32) } };
    const messages = await watchingMessages(() => deleteNodes([...runs, missing], rig.tools()));
    assert.equal(rig.questions[0]?.title, 'Delete 13 runs?');
    assert.match(rig.questions[0].detail, /fox\nfox\nfox\nfox\nfox\nand 8 more/u);
    assert.match(messages[0] ?? '', /^1 of 13 failed\. The first: Couldn’t delete it\. .*not found/u);
    assert.equal(messages[1], 'Deleted 12 runs.');
    const left = await rig.store.searchRuns({ experimentIds: [experiment.experimentId], maxResults: 100 });
    assert.equal(left.items.length, 0);
    assert.deepEqual(rig.changes.length, 1);
  });

  it('delete and restore experiments', async () => {
    const node = await experimentNode();
    const { experimentId } = node.experiment;
    await watchingMessages(() => deleteNodes([node], rig.tools()));
    const deleted: ExperimentNode = { kind: 'experiment', experiment: await rig.store.getExperiment(experimentId) };
    assert.equal(deleted.experiment.lifecycleStage, 'deleted');
    assert.deepEqual(await watchingMessages(() => restoreNodes([deleted], rig.tools())), [
      `Restored ${node.experiment.name}.`,
    ]);
    assert.equal((await rig.store.getExperiment(experimentId)).lifecycleStage, 'active');
  });

  it('delete a version, and then its model', async () => {
    const model = await modelNode();
    const version = await versionNode(model);
    await watchingMessages(() => deleteNodes([version], rig.tools()));
    assert.match(rig.questions[0]?.detail ?? '', /can’t be restored/u);
    await assert.rejects(rig.store.getModelVersion(model.model.name, '1'));
    await watchingMessages(() => deleteNodes([model], rig.tools()));
    await assert.rejects(rig.store.getRegisteredModel(model.model.name));
  });
});

describe('notes in an editor', function () {
  this.timeout(120_000);
  const seed = new Seed(server);
  let rig: StoreRig;
  let run: RunNode;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('runlens');
  const files = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('files');

  const note = async (): Promise<string> =>
    findByKey((await rig.store.getRun(run.run.runId)).tags, 'mlflow.note.content')?.value ?? '';
  const open = async (node: unknown, id = 'runlens.editNote'): Promise<vscode.TextDocument> =>
    waitFor(
      async () => {
        await vscode.commands.executeCommand(id, node);
        const { activeTextEditor } = vscode.window;
        return activeTextEditor?.document.uri.scheme === 'mlflow-note' && activeTextEditor.document;
      },
      { what: 'the note in an editor', timeoutMs: 60_000 },
    );
  const type = async (document: vscode.TextDocument, text: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
  };

  before(async () => {
    rig = await new StoreRig(server).connect();
    await settings().update('trackingUri', server, vscode.ConfigurationTarget.Global);
    // In the browser the editor saves by itself, at times that a test can't know.
    await files().update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    const id = await seed.experiment(`notes ${Date.now()}`);
    const runId = await seed.run(id, { name: 'a/b: fox', tags: { 'mlflow.note.content': 'first' } });
    run = { kind: 'run', run: await rig.store.getRun(runId) };
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await settings().update('trackingUri', undefined, vscode.ConfigurationTarget.Global);
    await files().update('autoSave', undefined, vscode.ConfigurationTarget.Global);
    rig.dispose();
  });

  it('open, and are written by saving', async () => {
    const document = await open(run);
    assert.equal(document.getText(), 'first');
    assert.equal(document.languageId, 'markdown');
    assert.match(document.uri.path, /\/Note of a-b- fox\.md$/u);
    await type(document, 'second');
    assert.equal(await document.save(), true);
    assert.equal(await note(), 'second');
  });

  it('are not written over what came meanwhile, and nothing typed is lost', async () => {
    for (const other of ['theirs', 'something much longer of theirs', 'their']) {
      const document = await open(run);
      await type(document, 'mine!!');
      await rig.store.setRunTag(run.run.runId, { key: 'mlflow.note.content', value: other });
      assert.equal(await document.save(), false);
      assert.equal(await note(), other);
      assert.equal(document.getText(), 'mine!!');
      assert.equal(document.isDirty, true);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await waitFor(() => document.getText() === other, { what: 'their text after the revert', timeoutMs: 10_000 });
    }
  });

  it('are the descriptions of models and versions too', async () => {
    const name = `notes ${Date.now()} it's 100%`;
    await seed.model(name, { description: 'old' });
    await seed.version(name, { source: 's3://models/one' });
    const model = await rig.store.getRegisteredModel(name);
    const ofModel = await open({ kind: 'registeredModel', model }, 'runlens.editDescription');
    await type(ofModel, 'new');
    assert.equal(await ofModel.save(), true);
    assert.equal((await rig.store.getRegisteredModel(name)).description, 'new');
    const version = await rig.store.getModelVersion(name, '1');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const ofVersion = await open({ kind: 'modelVersion', model, version }, 'runlens.editDescription');
    await type(ofVersion, 'one');
    assert.equal(await ofVersion.save(), true);
    assert.equal((await rig.store.getModelVersion(name, '1')).description, 'one');
  });
});

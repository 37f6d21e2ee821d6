import { describe, expect, it } from 'vitest';
import type { Memento } from 'vscode';
import type { Experiment } from '../../../src/core/mlflow/entities';
import { Choices } from '../../../src/host/explorer/choices';
import { ConnectionData, type ViewOptions } from '../../../src/host/explorer/connectionData';
import { FakeReader } from './fakeReader';

const nothing: Memento = {
  keys: () => [],
  get: <T>(_key: string, fallback?: T) => fallback as T,
  update: () => Promise.resolve(),
};

function experiment(experimentId: string, name: string): Experiment {
  return { experimentId, name, artifactLocation: '', lifecycleStage: 'active', tags: [] };
}

function open(...experiments: readonly Experiment[]) {
  const server = new FakeReader([]);
  server.experiments.push(...experiments);
  let options: ViewOptions = { search: '', showDeleted: false, showHidden: false };
  const data = new ConnectionData(server.reader, new Choices('1', nothing, nothing), () => options);
  const search = (text: string): void => {
    options = { ...options, search: text };
  };
  return { server, data, search };
}

describe('the experiments of a connection', () => {
  // VS Code draws anew only the elements that it was given: another object would leave its row as it was.
  it('keep their rows when the list is read again', async () => {
    const { server, data } = open(experiment('1', 'churn'), experiment('2', 'iris'));
    const before = (await data.experiments()).get('1');
    server.experiments.splice(0, 1, experiment('1', 'churn-2026'), experiment('3', 'wine'));
    data.invalidateExperiments();
    const list = await data.everyExperiment();
    expect([...list.all].map((row) => row.experiment.name)).toEqual(['churn-2026', 'wine', 'iris']);
    expect(list.get('1')).toBe(before);
    expect(data.loadedExperiments?.get('1')).toBe(before);
  });

  it('keep their rows under a search', async () => {
    const { data, search } = open(experiment('1', 'churn'), experiment('2', 'iris'));
    const before = (await data.experiments()).get('2');
    search('ir');
    expect([...(await data.experiments()).all]).toEqual([before]);
    expect((await data.experiments()).get('2')).toBe(before);
  });
});

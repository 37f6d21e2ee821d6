import { describe, expect, it } from 'vitest';
import type { StoreChange } from '../../../src/host/shared/session';
import { fireChanges } from '../../../src/host/explorer/commands/changes';
import { commandNodes } from '../../../src/host/explorer/commands/commandNodes';
import { shortestOf } from '../../../src/host/explorer/commands/copyText';
import { aModel, aVersion } from '../registry/entities';

const model = { kind: 'registeredModel', model: aModel({ name: 'm' }) } as const;
const version = { kind: 'modelVersion', model: model.model, version: aVersion({ name: 'm', version: '2' }) } as const;
const none = (): readonly unknown[] => [];

describe('what a command is called on', () => {
  it('is the clicked element, or all that are selected', () => {
    expect(commandNodes(model, undefined, none)).toEqual([model]);
    expect(commandNodes(model, [model, version], none)).toEqual([model, version]);
  });

  it('is the selection of the view that a key binding names', () => {
    const selection = (viewId: string): readonly unknown[] => (viewId === 'runlens.models' ? [version] : []);
    expect(commandNodes('runlens.models', undefined, selection)).toEqual([version]);
    expect(commandNodes('runlens.experiments', undefined, selection)).toEqual([]);
  });

  it('is never something else', () => {
    const others = [undefined, null, 5, 'x', {}, { kind: 'loadMore' }, { kind: 'constructor' }, [model]];
    expect(commandNodes(undefined, others, none)).toEqual([]);
    expect(others.flatMap((other) => commandNodes(other, undefined, none))).toEqual([]);
  });
});

describe('plain copy', () => {
  it('gives what identifies an element best', () => {
    expect(shortestOf(model)).toBe('m');
    expect(shortestOf(version)).toBe('models:/m/2');
    expect(shortestOf({ kind: 'modelAlias', version: version.version, alias: 'champion' })).toBe('models:/m@champion');
  });
});

describe('changes of many writes', () => {
  it('are told once an experiment and once a model', () => {
    const told: StoreChange[] = [];
    const events = {
      onDidChange: () => ({ dispose: () => undefined }),
      fire: (change: StoreChange) => told.push(change),
    };
    fireChanges(events, [
      { kind: 'runs', experimentId: '1', runIds: ['a'] },
      { kind: 'models', name: 'm' },
      { kind: 'runs', experimentId: '1', runIds: ['b'] },
      { kind: 'models', name: 'm' },
      { kind: 'runs', experimentId: '2', runIds: ['c'] },
    ]);
    expect(told).toEqual([
      { kind: 'models', name: 'm' },
      { kind: 'runs', experimentId: '1', runIds: ['a', 'b'] },
      { kind: 'runs', experimentId: '2', runIds: ['c'] },
    ]);
  });
});

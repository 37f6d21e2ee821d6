import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCandidates, isOwn, type Places } from '../../../src/core/connection/candidates';
import { decide } from '../../../src/core/connection/decision';

const nothing: Places = { dotenv: [], stores: [], folders: ['/ws'], saved: [], trusted: true };
const nobody: ReadonlySet<string> = new Set();

const everywhere: Places = {
  ...nothing,
  user: 'https://user.example',
  workspace: 'https://workspace.example',
  environment: 'https://environment.example',
  dotenv: [{ folder: '/ws', variables: { MLFLOW_TRACKING_URI: 'https://dotenv.example' } }],
  stores: ['/ws/mlflow.db'],
};

describe('the order of places', () => {
  it('is the user’s setting, the workspace’s, the environment, .env, a store that was found', () => {
    expect(findCandidates(everywhere).map(({ source }) => source)).toEqual([
      'user',
      'workspace',
      'environment',
      'dotenv',
      'localStore',
    ]);
  });

  it.each([
    ['user', ['user', 'workspace', 'environment', 'dotenv', 'stores']],
    ['workspace', ['workspace', 'environment', 'dotenv', 'stores']],
    ['environment', ['environment', 'dotenv', 'stores']],
    ['dotenv', ['dotenv', 'stores']],
    ['localStore', ['stores']],
  ] as const)('takes %s first when the ones before it are empty', (source, filled) => {
    const places = { ...nothing, ...Object.fromEntries(filled.map((name) => [name, everywhere[name]])) };
    const decision = decide(places, undefined, new Set(['https://workspace.example', 'https://dotenv.example']));
    expect(decision).toMatchObject({ kind: 'open', candidate: { source } });
  });

  it('has nothing to open when all are empty', () => {
    expect(decide(nothing, undefined, nobody)).toEqual({ kind: 'none' });
  });
});

describe('a person’s choice', () => {
  const saved = [{ name: 'team', uri: 'https://team.example' }];

  it('comes before the order', () => {
    const places = { ...everywhere, saved };
    expect(decide(places, { kind: 'saved', name: 'team' }, nobody)).toMatchObject({
      kind: 'open',
      candidate: { label: 'team', uri: 'https://team.example' },
    });
    expect(decide(places, { kind: 'source', source: 'environment' }, nobody)).toMatchObject({
      candidate: { source: 'environment' },
    });
    expect(decide(places, { kind: 'store', path: '/ws/mlflow.db' }, nobody)).toMatchObject({
      candidate: { target: { kind: 'store', path: '/ws/mlflow.db' } },
    });
  });

  it('is left aside when what it names has gone', () => {
    expect(decide(everywhere, { kind: 'saved', name: 'team' }, nobody)).toMatchObject({
      candidate: { source: 'user' },
    });
  });

  it('of what the workspace names does not confirm it', () => {
    expect(decide(everywhere, { kind: 'source', source: 'workspace' }, nobody)).toMatchObject({ kind: 'unconfirmed' });
  });
});

describe('a server that the workspace names', () => {
  const { workspace, dotenv, stores } = everywhere;
  const fromWorkspace = { ...nothing, workspace, dotenv, stores };

  it('waits for a confirmation, on the loopback interface too', () => {
    expect(decide(fromWorkspace, undefined, nobody)).toMatchObject({ kind: 'unconfirmed' });
    const loopback = { ...nothing, workspace: 'http://127.0.0.1:5000' };
    expect(decide(loopback, undefined, nobody)).toMatchObject({ kind: 'unconfirmed' });
  });

  it('is open once its origin was confirmed, or the person names it too', () => {
    expect(decide(fromWorkspace, undefined, new Set(['https://workspace.example']))).toMatchObject({ kind: 'open' });
    const saved = [{ name: 'mine', uri: 'https://workspace.example/prefix' }];
    expect(decide({ ...fromWorkspace, saved }, undefined, nobody)).toMatchObject({ kind: 'open' });
  });

  it('is named but not used while the workspace is not trusted', () => {
    const places = { ...nothing, workspace: 'https://workspace.example', trusted: false };
    expect(decide(places, undefined, new Set(['https://workspace.example']))).toMatchObject({
      kind: 'untrusted',
      candidate: { label: 'workspace.example' },
    });
    expect(decide({ ...places, environment: 'https://mine.example' }, undefined, nobody)).toMatchObject({
      kind: 'open',
      candidate: { source: 'environment' },
    });
  });

  const uris = fc.oneof(
    fc.constantFrom('https://a.example', 'http://b.example:5000/x', 'sqlite:///mlflow.db', './mlruns', 'nonsense:/ /'),
    fc.string(),
  );
  const anyPlaces: fc.Arbitrary<Places> = fc.record(
    {
      user: uris,
      workspace: uris,
      environment: uris,
      dotenv: fc.array(fc.record({ folder: fc.constant('/ws'), variables: fc.record({ MLFLOW_TRACKING_URI: uris }) })),
      stores: fc.constantFrom<string[]>([], ['/ws/mlflow.db']),
      folders: fc.constantFrom<string[]>([], ['/ws']),
      saved: fc.array(fc.record({ name: fc.string({ minLength: 1 }), uri: uris }), { maxLength: 2 }),
      trusted: fc.boolean(),
    },
    { requiredKeys: ['dotenv', 'stores', 'folders', 'saved', 'trusted'] },
  );
  const anyChoice = fc.option(
    fc.constantFrom(
      { kind: 'source', source: 'workspace' } as const,
      { kind: 'source', source: 'dotenv' } as const,
      { kind: 'store', path: '/ws/mlflow.db' } as const,
    ),
    { nil: undefined },
  );

  it('is never opened unasked, whatever the places hold', () => {
    fc.assert(
      fc.property(anyPlaces, anyChoice, (places, choice) => {
        const decision = decide(places, choice, nobody);
        if (decision.kind !== 'open' || isOwn(decision.candidate.source)) {
          return;
        }
        expect(places.trusted).toBe(true);
        const { target } = decision.candidate;
        if (target.kind === 'server') {
          const own = [places.user, places.environment, ...places.saved.map(({ uri }) => uri)];
          expect(own.some((uri) => uri?.includes(new URL(target.origin).host))).toBe(true);
        }
      }),
    );
  });
});

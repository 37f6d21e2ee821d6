import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionKey, decodeArtifactUri, encodeArtifactUri } from '../../../src/core/artifacts/artifactUri';
import type { ArtifactRoot } from '../../../src/core/store/trackingStore';

const connection = connectionKey('http://mlflow.example.org');
const run: ArtifactRoot = { kind: 'run', runId: '0a1b2c3d4e5f60718293a4b5c6d7e8f9' };

const id = fc.stringMatching(/^[\w-]{1,40}$/u);
const root = fc.oneof(
  id.map((runId): ArtifactRoot => ({ kind: 'run', runId })),
  id.map((modelId): ArtifactRoot => ({ kind: 'model', modelId })),
);
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => !/[/\\\0]/u.test(text) && text !== '.' && text !== '..');

describe('artifact URIs', () => {
  it('name the connection, the run and the path', () => {
    expect(
      encodeArtifactUri({ connection, root: run, path: 'plots/roc curve.png' }, 'MLflow.example.org:5000'),
    ).toEqual({
      authority: `mlflow.example.org-5000-${connection}`,
      path: '/run/0a1b2c3d4e5f60718293a4b5c6d7e8f9/plots/roc curve.png',
    });
  });

  it('lead back to what they were made from', () => {
    fc.assert(
      fc.property(root, fc.array(name, { maxLength: 5 }), fc.string(), fc.string(), (where, names, server, label) => {
        const location = { connection: connectionKey(server), root: where, path: names.join('/') };
        const parts = encodeArtifactUri(location, label);
        expect(parts && decodeArtifactUri(parts)).toEqual(location);
      }),
    );
  });

  it('are either refused or made by the encoder, whatever text comes in', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('/', 'run', 'model', '..', '.', 'a', '%2e%2e', '\\', '\0', '#', 'C:'), { maxLength: 9 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (path) => {
        const location = decodeArtifactUri({ authority: `x-${connection}`, path });
        expect(location === undefined || encodeArtifactUri(location, 'x')?.path === path).toBe(true);
      }),
    );
  });

  it.each(['..', '../secret', 'a/../../b', './a', 'a//b', '/a', 'a/', 'a\\b', 'a\0b', '\ud800'])(
    'do not name the path %j',
    (path) => {
      expect(encodeArtifactUri({ connection, root: run, path }, 'x')).toBeUndefined();
      expect(decodeArtifactUri({ authority: `x-${connection}`, path: `/run/${run.runId}/${path}` })).toBeUndefined();
    },
  );

  it.each(['a/b', '..', '', 'x y', '%2e'])('do not name a run %j', (runId) => {
    expect(encodeArtifactUri({ connection, root: { kind: 'run', runId }, path: 'a' }, 'x')).toBeUndefined();
  });

  it('tell connections apart, and stay the same over versions', () => {
    expect(connectionKey('http://a')).not.toBe(connectionKey('http://b'));
    expect(connectionKey('')).toBe('cbf29ce484222325');
  });
});

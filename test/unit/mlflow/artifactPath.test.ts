import { posix, resolve, sep, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkArtifactPath,
  collidingPaths,
  describeUnsafePath,
  type UnsafePath,
} from '../../../src/core/mlflow/artifactPath';

describe('an artifact’s path', () => {
  it.each([
    'model.pkl',
    'a/b/c.txt',
    'a b#c;d.txt',
    '100%.txt',
    '50%25.txt',
    'größe/日本.csv',
    '.hidden',
    'a..b',
    '...x',
  ])('is good: %s', (path) => {
    expect(checkArtifactPath(path, true)).toEqual({ kind: 'safe', path });
  });

  const unsafe: readonly [string, UnsafePath][] = [
    ['', 'empty'],
    ['/etc/passwd', 'absolute'],
    ['//server/share', 'absolute'],
    ['C:/Windows', 'absolute'],
    ['c:', 'absolute'],
    ['\\\\server\\share', 'backslash'],
    ['a\\..\\b', 'backslash'],
    ['..', 'traversal'],
    ['a/../../b', 'traversal'],
    ['a/./b', 'traversal'],
    ['a//b', 'traversal'],
    ['a/', 'traversal'],
    ['a/.. /b', 'traversal'],
    ['a/.../b', 'traversal'],
    ['%2e%2e/x', 'encoded'],
    ['a/..%2fx', 'encoded'],
    ['%252e%252e%252fx', 'encoded'],
    ['a%5cb', 'encoded'],
    ['a%00.txt', 'encoded'],
    ['%zz/%2e%2e/x', 'encoded'],
    ['a\0b', 'character'],
    ['a\nb', 'character'],
    ['gpj\u202e.exe', 'character'],
    ['x'.repeat(300), 'too-long'],
    ['a/'.repeat(3000) + 'b', 'too-long'],
  ];
  it.each(unsafe)('is refused everywhere: %j', (path, reason) => {
    expect(checkArtifactPath(path, false)).toEqual({ kind: 'unsafe', reason });
    expect(checkArtifactPath(path, true)).toEqual({ kind: 'unsafe', reason });
    expect(describeUnsafePath(reason)).toMatch(/^its /);
  });

  it.each([
    ['aux', 'reserved-name'],
    ['x/CON.txt', 'reserved-name'],
    ['com¹', 'reserved-name'],
    ['a.txt:stream', 'character'],
    ['a?.txt', 'character'],
    ['a.', 'character'],
    ['a ', 'character'],
  ])('is refused on Windows only: %s', (path, reason) => {
    expect(checkArtifactPath(path, true)).toEqual({ kind: 'unsafe', reason });
    expect(checkArtifactPath(path, false).kind).toBe('safe');
  });

  it('that is safe stays inside whatever folder it is resolved in, decoded or not', () => {
    const piece = fc.constantFrom('..', '.', '/', '\\', '%', '%2e', '%2f', '%5C', '%25', 'C:', ' ', '\0', 'a', ':', '');
    const path = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    const decoded = (text: string): string => {
      try {
        return decodeURIComponent(text);
      } catch {
        return text;
      }
    };
    fc.assert(
      fc.property(path, fc.boolean(), (text, windows) => {
        const checked = checkArtifactPath(text, windows);
        if (checked.kind === 'unsafe') {
          return;
        }
        for (const form of [text, decoded(text), decoded(decoded(text))]) {
          expect(resolve('/target', form).startsWith(`/target${sep}`)).toBe(true);
          expect(posix.join('/target', form).startsWith('/target/')).toBe(true);
        }
        if (windows) {
          expect(win32.resolve('C:\\target', text).startsWith('C:\\target\\')).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('paths of one listing', () => {
  it('collide where only case or the form of an accent differs', () => {
    expect([...collidingPaths(['a/Model.pkl', 'a/model.pkl', 'b/model.pkl'])]).toEqual(['a/model.pkl']);
    expect([...collidingPaths(['caf\u00e9', 'cafe\u0301'])]).toEqual(['cafe\u0301']);
    expect([...collidingPaths(['A', 'a/b', 'x/y', 'X'])]).toEqual(['a/b', 'X']);
    expect([...collidingPaths(['Dir/a', 'dir/b'])]).toEqual([]);
    expect([...collidingPaths(['a', 'a'])]).toEqual([]);
  });
});

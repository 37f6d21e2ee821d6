import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteOwnerOf, noteUriParts, type NoteOwner } from '../../../src/host/explorer/commands/notes/noteAddress';
import { NoteVersions } from '../../../src/host/explorer/commands/notes/noteVersions';

const text = fc.string({ unit: 'grapheme', minLength: 1 });
const owners: fc.Arbitrary<NoteOwner> = fc.oneof(
  fc.record({ kind: fc.constantFrom('run' as const, 'experiment' as const), id: text }),
  fc.record({ kind: fc.constant('model' as const), name: text }),
  fc.record({ kind: fc.constant('version' as const), name: text, version: text }),
);

describe('the address of a note', () => {
  it('leads back to what the note belongs to, whatever its name', () => {
    fc.assert(
      fc.property(owners, fc.string({ unit: 'binary' }), (owner, title) => {
        expect(noteOwnerOf(noteUriParts('server', owner, title).path)).toEqual(owner);
      }),
    );
  });

  it('is not taken from other paths', () => {
    for (const path of [
      '',
      '/',
      '/run/a',
      '/run//n.md',
      '/file/a/n.md',
      '/run/a/b/n.md',
      '/version/a/n.md',
      '/run/%E0%A4%A/n.md',
    ]) {
      expect(noteOwnerOf(path)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (path) => {
        noteOwnerOf(path);
      }),
    );
  });

  it('ends in a name that is fit for a file', () => {
    expect(noteUriParts('server', { kind: 'run', id: 'r1' }, 'Note of a/b: "fox"').path).toBe(
      '/run/r1/Note of a-b- -fox-.md',
    );
  });
});

describe('the versions of a note', () => {
  it('have a new time and another size when the text is another, of equal length too', () => {
    let now = 100;
    const versions = new NoteVersions(() => now);
    const first = versions.see('n', 'mine');
    expect(versions.see('n', 'mine')).toEqual(first);
    const second = versions.see('n', 'them');
    expect(second.mtime).toBeGreaterThan(first.mtime);
    expect(second.size).not.toBe(first.size);
    now = 50;
    expect(versions.see('n', 'mine').mtime).toBeGreaterThan(second.mtime);
    expect(versions.see('n', 'mine').size).toBe(first.size);
  });

  it('know whether the editor was told of a text', () => {
    const versions = new NoteVersions();
    expect(versions.isKnown('n', 'anything')).toBe(true);
    versions.see('n', 'mine');
    expect([versions.isKnown('n', 'mine'), versions.isKnown('n', 'theirs')]).toEqual([true, false]);
  });
});

// Below the size from which VS Code asks before it opens a file.
const FINGERPRINTS = 4_000_000;
const ENCODER = new TextEncoder();

/** What a file system tells of a note. */
export interface NoteStat {
  readonly mtime: number;
  readonly size: number;
}

/**
 * When each note changed, which no server tells. VS Code asks before it overwrites a file whose time *and* size are other
 * than those it knows: so the size given here is a fingerprint of the text, else a change of equal length went unseen.
 */
export class NoteVersions {
  private readonly notes = new Map<string, { readonly text: string; readonly stat: NoteStat }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** The server has this text now. */
  see(key: string, text: string): NoteStat {
    const known = this.notes.get(key);
    if (known?.text === text) {
      return known.stat;
    }
    const mtime = Math.max(this.now(), (known?.stat.mtime ?? 0) + 1);
    const stat = { mtime, size: fingerprint(text) };
    this.notes.set(key, { text, stat });
    return stat;
  }

  /** Whether VS Code was told that the server has this text, and asked the person if it had to. */
  isKnown(key: string, text: string): boolean {
    const known = this.notes.get(key);
    return known === undefined || known.text === text;
  }
}

/** FNV-1a, folded to the range of a small file's size. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of ENCODER.encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return 1 + (hash % FINGERPRINTS);
}

const ENCODER = new TextEncoder();

interface Known {
  /** What the editor last read or wrote. */
  readonly base: string | undefined;
  /** What the server last had. */
  readonly seen: string;
  readonly mtime: number;
}

/** What a file system tells of a note. */
export interface NoteStat {
  readonly mtime: number;
  readonly size: number;
}

/**
 * When each note changed, which no server tells: a note is newer when it is not what it was. VS Code itself then asks
 * before it overwrites one that changed meanwhile, unless its size is the same: {@link mayOverwrite} knows of those.
 */
export class NoteVersions {
  private readonly notes = new Map<string, Known>();

  constructor(private readonly now: () => number = Date.now) {}

  /** The server has this text now. */
  seen(key: string, text: string): NoteStat {
    const known = this.notes.get(key);
    const mtime = known?.seen === text ? known.mtime : Math.max(this.now(), (known?.mtime ?? 0) + 1);
    this.notes.set(key, { base: known?.base, seen: text, mtime });
    return { mtime, size: byteLength(text) };
  }

  /** The editor has this text now, and the server too. */
  synced(key: string, text: string): void {
    const { mtime } = this.seen(key, text);
    this.notes.set(key, { base: text, seen: text, mtime });
  }

  /** Whether the editor may write over `current`, which the server has: it knows of it, or VS Code has asked. */
  mayOverwrite(key: string, current: string): boolean {
    const known = this.notes.get(key);
    if (known?.base === undefined || known.base === current) {
      return true;
    }
    return known.seen === current && byteLength(known.base) !== byteLength(current);
  }
}

function byteLength(text: string): number {
  return ENCODER.encode(text).length;
}

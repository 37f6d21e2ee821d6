/** Why a path that a server sent must not become a path on this machine. */
export type UnsafePath =
  | 'empty'
  | 'absolute'
  | 'traversal'
  /** Decoding it, once or again, makes one of the others. */
  | 'encoded'
  | 'backslash'
  | 'character'
  | 'reserved-name'
  | 'too-long';

export type CheckedPath =
  /** Relative, with `/` between its parts, none of which leads up or out. */
  { readonly kind: 'safe'; readonly path: string } | { readonly kind: 'unsafe'; readonly reason: UnsafePath };

const MAX_PATH = 4096;
const MAX_PART_BYTES = 255;
// Controls, line separators, characters that turn the direction of text, and halves of characters.
const NEVER = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const NOT_ON_WINDOWS = /[<>:"|?*]/u;
const RESERVED_ON_WINDOWS = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/iu;
const MAX_DECODINGS = 8;

/**
 * Checks an artifact's path, as a server lists it, before it names a file here. Characters that matter only in URLs, such as
 * `#`, `;` and `%`, are no danger to a file name. Whoever writes the file still checks where it lies once links are resolved.
 */
export function checkArtifactPath(path: string, windows: boolean): CheckedPath {
  const reason = problemOf(path, windows) ?? (hidesProblem(path) ? 'encoded' : undefined);
  return reason === undefined ? { kind: 'safe', path } : { kind: 'unsafe', reason };
}

/** What the person reads beside a file that was left out: `its path leads out of the folder`. */
export function describeUnsafePath(reason: UnsafePath): string {
  return DESCRIPTIONS[reason];
}

const DESCRIPTIONS: Readonly<Record<UnsafePath, string>> = {
  empty: 'its path is empty',
  absolute: 'its path is absolute',
  traversal: 'its path leads out of the folder',
  encoded: 'its path leads out of the folder once it is decoded',
  backslash: 'its path has a backslash',
  character: 'its name has a character that no file here may have',
  'reserved-name': 'its name is reserved by Windows',
  'too-long': 'its path is too long',
};

/**
 * Those of the paths that would overwrite an earlier one, or a folder of it, where upper and lower case or the forms of
 * accented letters are not told apart.
 */
export function collidingPaths(paths: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>();
  const folders = new Set<string>();
  const colliding = new Set<string>();
  for (const path of new Set(paths)) {
    const key = path.normalize('NFC').toLowerCase().normalize('NFC');
    const above = foldersOf(key);
    if (files.has(key) || folders.has(key) || above.some((folder) => files.has(folder))) {
      colliding.add(path);
      continue;
    }
    files.add(key);
    for (const folder of above) {
      folders.add(folder);
    }
  }
  return colliding;
}

function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function problemOf(path: string, windows: boolean): UnsafePath | undefined {
  if (path === '') {
    return 'empty';
  }
  if (path.length > MAX_PATH) {
    return 'too-long';
  }
  if (path.includes('\\')) {
    return 'backslash';
  }
  if (path.startsWith('/') || /^[a-z]:(?:\/|$)/iu.test(path)) {
    return 'absolute';
  }
  for (const part of path.split('/')) {
    const problem = problemOfPart(part, windows);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}

function problemOfPart(part: string, windows: boolean): UnsafePath | undefined {
  // Windows drops dots and spaces at the end of a name: `.. ` would be `..`.
  if (part === '' || /^\.{1,2}[. ]*$/u.test(part)) {
    return 'traversal';
  }
  if (NEVER.test(part)) {
    return 'character';
  }
  if (new TextEncoder().encode(part).length > MAX_PART_BYTES) {
    return 'too-long';
  }
  return windows ? problemOnWindows(part) : undefined;
}

function problemOnWindows(part: string): UnsafePath | undefined {
  if (NOT_ON_WINDOWS.test(part) || /[. ]$/u.test(part)) {
    return 'character';
  }
  return RESERVED_ON_WINDOWS.test(part.trimEnd()) ? 'reserved-name' : undefined;
}

const LEADS_OUT = new Set<UnsafePath>(['absolute', 'traversal', 'backslash']);

function hidesProblem(path: string): boolean {
  let text = path;
  for (let round = 0; round < MAX_DECODINGS; round += 1) {
    const decoded = decode(text);
    if (decoded === text) {
      return false;
    }
    // What two bytes of an accented letter decode to one by one is no problem.
    const problem = problemOf(decoded, false);
    if (decoded.includes('\0') || (problem !== undefined && LEADS_OUT.has(problem))) {
      return true;
    }
    text = decoded;
  }
  return true;
}

// Escape by escape, because one that is broken must not hide the others.
function decode(text: string): string {
  return text.replace(/%[0-9a-f]{2}/giu, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)));
}

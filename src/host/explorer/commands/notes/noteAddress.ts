import { connectionKey } from '../../../../core/artifacts/artifactUri';
import { singleLine } from '../../../../core/text/safeText';

/** The scheme of the file system in which notes and descriptions are edited. */
export const NOTE_SCHEME = 'mlflow-note';

/** What a note or a description belongs to. */
export type NoteOwner =
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'experiment'; readonly id: string }
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'version'; readonly name: string; readonly version: string };

/** The parts of a URI that name a note. */
export interface NoteUriParts {
  readonly authority: string;
  readonly path: string;
}

const UNFIT_FOR_FILES = /[/\\:*?"<>|%#]+/gu;

/** The URI of a note: `title` becomes the name of the editor's tab. */
export function noteUriParts(connectionId: string, owner: NoteOwner, title: string): NoteUriParts {
  const file = singleLine(title, 60).replace(UNFIT_FOR_FILES, '-') || 'note';
  return { authority: connectionKey(connectionId), path: `/${[...ownerParts(owner), `${file}.md`].join('/')}` };
}

function ownerParts(owner: NoteOwner): readonly string[] {
  switch (owner.kind) {
    case 'run':
    case 'experiment':
      return [owner.kind, encodeURIComponent(owner.id)];
    case 'model':
      return [owner.kind, encodeURIComponent(owner.name)];
    case 'version':
      return [owner.kind, encodeURIComponent(owner.name), encodeURIComponent(owner.version)];
  }
}

/** What the path of a note's URI names, or undefined for another path. */
export function noteOwnerOf(path: string): NoteOwner | undefined {
  const [before, kind, ...rest] = path.split('/');
  const names = rest.slice(0, -1).map(decoded);
  const [name] = names;
  return before !== '' || name === undefined || names.includes('') ? undefined : owner(kind, name, names.slice(1));
}

function owner(kind: string | undefined, name: string, [version, ...more]: readonly string[]): NoteOwner | undefined {
  if (kind === 'version') {
    return version === undefined || more.length > 0 ? undefined : { kind, name, version };
  }
  if (version !== undefined) {
    return undefined;
  }
  if (kind === 'run' || kind === 'experiment') {
    return { kind, id: name };
  }
  return kind === 'model' ? { kind, name } : undefined;
}

// Empty for what no URI of ours has.
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

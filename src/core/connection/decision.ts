import type { Choice } from './choice';
import { findCandidates, isOwn, ownOrigins, savedCandidates, type Candidate, type Places } from './candidates';

/** What to do with what was found. Nothing may be sent to a candidate unless it says `open`. */
export type Decision =
  | { readonly kind: 'none' }
  | { readonly kind: 'untrusted'; readonly candidate: Candidate }
  | { readonly kind: 'unconfirmed'; readonly candidate: Candidate }
  | { readonly kind: 'open'; readonly candidate: Candidate };

/**
 * Takes the person's choice, or else the first that is there. What came with the workspace waits for its trust, and a server
 * that it names for a confirmation, unless the person named the same origin elsewhere.
 */
export function decide(places: Places, choice: Choice | undefined, confirmedOrigins: ReadonlySet<string>): Decision {
  const found = findCandidates(places);
  const usable = found.filter(({ source }) => places.trusted || isOwn(source));
  const candidate = chosen(choice, usable, places) ?? usable[0];
  if (candidate !== undefined) {
    return needsConfirmation(candidate, places, confirmedOrigins)
      ? { kind: 'unconfirmed', candidate }
      : { kind: 'open', candidate };
  }
  const [untrusted] = found;
  return untrusted === undefined ? { kind: 'none' } : { kind: 'untrusted', candidate: untrusted };
}

function chosen(choice: Choice | undefined, usable: readonly Candidate[], places: Places): Candidate | undefined {
  switch (choice?.kind) {
    case undefined:
      return undefined;
    case 'saved':
      return savedCandidates(places).find(({ saved }) => saved?.name === choice.name);
    case 'source':
      return usable.find(({ source }) => source === choice.source);
    case 'store':
      return usable.find(({ target }) => target.kind === 'store' && target.path === choice.path);
  }
}

function needsConfirmation({ source, target }: Candidate, places: Places, confirmed: ReadonlySet<string>): boolean {
  if (isOwn(source) || target.kind !== 'server') {
    return false;
  }
  return !confirmed.has(target.origin) && !ownOrigins(places).has(target.origin);
}

import type { EntityNode } from '../../shared/nodes';
import type { DetailNode } from '../internalNodes';
import type {
  ModelAliasNode,
  RegistryDescriptionNode,
  RegistryTagNode,
  RegistryTagsNode,
  SourceRunNode,
} from '../models/modelNodes';

/** An element of a tree that a context command may be about. */
export type CommandNode =
  | EntityNode
  | DetailNode
  | ModelAliasNode
  | RegistryDescriptionNode
  | RegistryTagNode
  | RegistryTagsNode
  | SourceRunNode;

const KINDS: ReadonlySet<string> = new Set<CommandNode['kind']>([
  'experiment',
  'run',
  'section',
  'metric',
  'parameter',
  'tag',
  'dataset',
  'artifact',
  'loggedModel',
  'registeredModel',
  'modelVersion',
  'modelAlias',
  'registryDescription',
  'registryTag',
  'registryTags',
  'sourceRun',
  'detail',
]);

/**
 * The elements that a command was called on: a menu gives the clicked one and all selected ones, a key binding the id of
 * the view whose selection is meant, the palette nothing.
 */
export function commandNodes(
  called: unknown,
  selected: unknown,
  selection: (viewId: string) => readonly unknown[],
): readonly CommandNode[] {
  const several: readonly unknown[] = Array.isArray(selected) ? selected : [called];
  const all = typeof called === 'string' ? selection(called) : several;
  return all.filter(isCommandNode);
}

function isCommandNode(value: unknown): value is CommandNode {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(String(value.kind));
}

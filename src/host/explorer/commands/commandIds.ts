/** The commands on elements of the three views. */
export const EXPLORER_COMMANDS = [
  'runlens.copy',
  'runlens.copyId',
  'runlens.copyName',
  'runlens.copyUri',
  'runlens.copyValue',
  'runlens.openInMlflow',
  'runlens.rename',
  'runlens.tags.add',
  'runlens.tags.edit',
  'runlens.tags.delete',
  'runlens.editNote',
  'runlens.editDescription',
  'runlens.delete',
  'runlens.restore',
  'runlens.createExperiment',
] as const;

export type ExplorerCommandId = (typeof EXPLORER_COMMANDS)[number];

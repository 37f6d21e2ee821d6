/** What the commands of the Experiments view ask and search, as one chunk that is loaded with the first of them. */
export { editFilter, setFilter } from './filterCommands';
export { chooseShownMetrics } from './metricCommands';
export { pickExperiment } from './pickExperiment';
export { revealRun } from './revealRun';
export { searchExperiments } from './searchExperiments';
export { chooseSort } from './sortCommands';

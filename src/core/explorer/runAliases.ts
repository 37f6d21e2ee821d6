import type { RegisteredModel } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';
import { PagedSearch } from './pagedSearch';

const MODELS_PER_PAGE = 200;
const MAX_PAGES = 5;
const MAX_SINGLE_VERSIONS = 100;

/** The aliases of registered versions, by the id of the run that each version came from. */
export type RunAliases = ReadonlyMap<string, readonly string[]>;

/** Reads the aliases of up to 1,000 registered models; empty for servers without aliases. */
export async function loadRunAliases(reader: TrackingReader, signal: AbortSignal): Promise<RunAliases> {
  const aliases = new Map<string, string[]>();
  if (!reader.capabilities.aliases) {
    return aliases;
  }
  let singles = MAX_SINGLE_VERSIONS;
  for (const model of await aliasedModels(reader, signal)) {
    for (const { alias, version } of model.aliases) {
      let found = model.latestVersions.find((latest) => latest.version === version);
      if (found === undefined && singles > 0) {
        singles -= 1;
        found = await reader.getModelVersion(model.name, version, signal);
      }
      if (found?.runId !== undefined) {
        aliases.set(found.runId, [...(aliases.get(found.runId) ?? []), alias]);
      }
    }
  }
  return aliases;
}

async function aliasedModels(reader: TrackingReader, signal: AbortSignal): Promise<readonly RegisteredModel[]> {
  const search = new PagedSearch(
    (maxResults, pageToken, pageSignal) =>
      reader.searchRegisteredModels({ maxResults, ...(pageToken === undefined ? {} : { pageToken }) }, pageSignal),
    (model: RegisteredModel) => model.name,
  );
  const models: RegisteredModel[] = [];
  for (let page = 0; page < MAX_PAGES && search.hasMore; page += 1) {
    models.push(...(await search.next(signal, MODELS_PER_PAGE)));
  }
  return models.filter((model) => model.aliases.length > 0);
}

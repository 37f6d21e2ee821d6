import { describe, expect, it } from 'vitest';
import type { ModelVersion, Page, RegisteredModel } from '../../../src/core/mlflow/entities';
import { MlflowError } from '../../../src/core/mlflow/errors';
import { RegistryData } from '../../../src/core/registry/registryData';
import { VersionList } from '../../../src/core/registry/versionList';
import type { SearchQuery, TrackingReader } from '../../../src/core/store/trackingStore';
import { aModel, aVersion } from './entities';

/** A registry with 250 versions of one model, in pages of at most 100. */
class Registry {
  readonly queries: SearchQuery[] = [];
  model: RegisteredModel = aModel({ name: 'm', aliases: [{ alias: 'champion', version: '120' }] });
  broken = false;

  get reader(): TrackingReader {
    return this as unknown as TrackingReader;
  }

  getRegisteredModel(): Promise<RegisteredModel> {
    return this.broken ? Promise.reject(failure()) : Promise.resolve(this.model);
  }

  searchRegisteredModels(): Promise<Page<RegisteredModel>> {
    return this.broken ? Promise.reject(failure()) : Promise.resolve({ items: [this.model] });
  }

  searchModelVersions(query: SearchQuery): Promise<Page<ModelVersion>> {
    this.queries.push(query);
    const start = Number(query.pageToken ?? 0);
    const numbers = Array.from({ length: 250 }, (_, i) => String(250 - i)).slice(start, start + query.maxResults);
    const items = [
      ...numbers.map((version) => aVersion({ name: 'm', version })),
      aVersion({ name: 'M', version: '1' }),
    ];
    const next = start + query.maxResults;
    return Promise.resolve({ items, ...(next < 250 ? { nextPageToken: String(next) } : {}) });
  }
}

function failure(): MlflowError {
  return new MlflowError('refused', 'Couldn’t load. Nothing answers.', { action: 'load', url: 'http://m' });
}

describe('the versions of a model', () => {
  it('come page by page, newest first, with their aliases, and only its own', async () => {
    const registry = new Registry();
    const list = new VersionList(registry.reader, 'm');
    await list.load();
    expect(list.all.map(({ version }) => version).slice(0, 2)).toEqual(['250', '249']);
    expect([list.count, list.hasMore]).toEqual([100, true]);
    await list.loadMore();
    expect(list.all.find(({ version }) => version === '120')?.aliases).toEqual(['champion']);
    await list.loadMore();
    expect([list.count, list.hasMore]).toEqual([250, false]);
    expect(registry.queries[0]).toEqual({ filter: "name = 'm'", orderBy: ['version_number DESC'], maxResults: 100 });
  });

  it('are as many after a refresh as before', async () => {
    const registry = new Registry();
    const data = new RegistryData(registry.reader, () => '');
    await (await data.loadVersions('m')).loadMore();
    data.invalidate('m');
    expect((await data.loadVersions('m')).count).toBe(200);
  });

  it('stay when a refresh fails, which is told', async () => {
    const registry = new Registry();
    const data = new RegistryData(registry.reader, () => '');
    await data.loadModels();
    await data.loadVersions('m');
    registry.broken = true;
    data.invalidate();
    expect((await data.loadVersions('m')).count).toBe(100);
    expect((await data.loadModels()).all).toHaveLength(1);
    expect(data.versionsProblem('m')).toBeInstanceOf(MlflowError);
    expect(data.modelsProblem).toBeInstanceOf(MlflowError);
  });

  it('of another model are not asked for again', async () => {
    const registry = new Registry();
    const data = new RegistryData(registry.reader, () => '');
    await data.loadVersions('m');
    data.invalidate('other');
    await data.loadVersions('m');
    expect(registry.queries).toHaveLength(1);
  });
});

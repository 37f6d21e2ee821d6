import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { MlflowError } from '../../../src/core/mlflow/errors';
import type { ReplySchema } from '../../../src/core/mlflow/rest/replySchema';
import { ArtifactPage } from '../../../src/core/mlflow/rest/schemas/artifacts';
import { ExperimentPage, OneExperiment } from '../../../src/core/mlflow/rest/schemas/experiments';
import { LoggedModelPage } from '../../../src/core/mlflow/rest/schemas/loggedModels';
import { ModelVersionPage, OneModelVersion, OneRegisteredModel } from '../../../src/core/mlflow/rest/schemas/models';
import { MetricPage, OneRun, RunPage } from '../../../src/core/mlflow/rest/schemas/runs';
import { ServerInfoReply } from '../../../src/core/mlflow/rest/schemas/server';
import { fault } from '../../rig/fault';
import { faultServer, hastyClient, mlflowError, read } from '../support/rest';

const parse = <T>(schema: ReplySchema<T>, reply: unknown): T => v.parse(schema, reply);

const info = { run_id: 'r', experiment_id: '1', status: 'RUNNING', lifecycle_stage: 'active' };

describe('a run', () => {
  it('has all that MLflow tells', () => {
    const reply = {
      run: {
        info: {
          ...info,
          run_uuid: 'r',
          run_name: 'n',
          user_id: 'u',
          start_time: '1700000000000',
          end_time: 17,
          artifact_uri: 'x',
        },
        data: {
          metrics: [{ key: 'loss', value: 0.5, timestamp: '12', step: '-3' }],
          params: [{ key: 'lr', value: '0.1' }, { key: 'empty' }],
          tags: [{ key: 't', value: '' }],
        },
        inputs: {
          dataset_inputs: [
            {
              tags: [{ key: 'mlflow.data.context', value: 'training' }],
              dataset: { name: 'd', digest: '1', source_type: 'code', source: '{}', schema: '{}' },
            },
          ],
        },
        outputs: { model_outputs: [{ model_id: 'm-1', step: 0 }] },
      },
    };
    expect(parse(OneRun, reply)).toEqual({
      runId: 'r',
      name: 'n',
      experimentId: '1',
      status: 'RUNNING',
      lifecycleStage: 'active',
      userId: 'u',
      startTime: 1_700_000_000_000,
      endTime: 17,
      artifactUri: 'x',
      metrics: [{ key: 'loss', value: 0.5, timestamp: 12, step: -3 }],
      params: [
        { key: 'lr', value: '0.1' },
        { key: 'empty', value: '' },
      ],
      tags: [{ key: 't', value: '' }],
      datasets: [
        {
          name: 'd',
          digest: '1',
          sourceType: 'code',
          source: '{}',
          schema: '{}',
          profile: undefined,
          context: 'training',
        },
      ],
      modelOutputs: ['m-1'],
    });
  });

  it('has empty lists for what MLflow leaves out', () => {
    const run = parse(OneRun, { run: { info } });
    expect(run).toMatchObject({ name: '', metrics: [], params: [], tags: [], datasets: [], modelOutputs: [] });
    expect(run.endTime).toBeUndefined();
    expect(parse(OneRun, { run: { info, data: null, inputs: {}, outputs: null } })).toMatchObject({ modelOutputs: [] });
  });

  it('has NaN and infinities as numbers', () => {
    const values = ['NaN', 'Infinity', '-Infinity', Number.MAX_VALUE, -Number.MAX_VALUE, 1.7e308, undefined];
    const metrics = values.map((value) => ({ key: 'm', value, timestamp: 1, step: 0 }));
    const run = parse(OneRun, { run: { info, data: { metrics } } });
    expect(run.metrics.map(({ value }) => value)).toEqual([NaN, Infinity, -Infinity, Infinity, -Infinity, 1.7e308, 0]);
  });

  it.each([
    ['an unknown status', { ...info, status: 'EXPLODED' }],
    ['no id', { ...info, run_id: undefined }],
    ['a time that is no number', { ...info, start_time: 'noon' }],
  ])('is refused with %s', (_, broken) => {
    expect(() => parse(OneRun, { run: { info: broken } })).toThrow();
  });

  it.each([[[{ key: 1, value: '' }]], [[{ key: 'a', value: 1 }]], ['text'], [[null]], [{ length: 1 }]])(
    'is refused with parameters %j',
    (params) => {
      expect(() => parse(OneRun, { run: { info, data: { params } } })).toThrow();
    },
  );
});

describe('other entities', () => {
  it('experiments', () => {
    const experiment = { experiment_id: '0', name: 'Default', lifecycle_stage: 'deleted', creation_time: '5' };
    const page = parse(ExperimentPage, { experiments: [experiment], next_page_token: 'x' });
    expect(page.nextPageToken).toBe('x');
    expect(page.items).toMatchObject([{ experimentId: '0', lifecycleStage: 'deleted', creationTime: 5, tags: [] }]);
    expect(parse(ExperimentPage, { next_page_token: '' })).toEqual({ items: [] });
  });

  it('artifacts, with a size only where it is known', () => {
    const files = [{ path: 'a', is_dir: false, file_size: '12' }, { path: 'd', is_dir: true }, { path: 'e' }];
    expect(parse(ArtifactPage, { files }).items).toEqual([
      { path: 'a', isDirectory: false, size: 12 },
      { path: 'd', isDirectory: true, size: undefined },
      { path: 'e', isDirectory: false, size: undefined },
    ]);
  });

  it('model versions, with the logged model that their source names', () => {
    const version = { name: 'iris', version: 3, source: 'models:/m-0a1b', status: 'READY' };
    expect(parse(OneModelVersion, { model_version: version })).toMatchObject({
      version: '3',
      stage: 'None',
      modelId: 'm-0a1b',
      aliases: [],
    });
    const model = { name: 'iris', aliases: [{ alias: 'champion', version: 3 }], latest_versions: [version] };
    expect(parse(OneRegisteredModel, { registered_model: model })).toMatchObject({
      aliases: [{ alias: 'champion', version: '3' }],
      latestVersions: [{ version: '3' }],
    });
  });

  it('logged models', () => {
    const models = [{ info: { model_id: 'm-1', experiment_id: '1', name: 'model', model_type: '' } }];
    expect(parse(LoggedModelPage, { models }).items).toMatchObject([{ modelId: 'm-1', modelType: undefined }]);
  });
});

describe('a reply of any kind', () => {
  const schemas = Object.entries({
    ArtifactPage,
    ExperimentPage,
    LoggedModelPage,
    MetricPage,
    ModelVersionPage,
    OneExperiment,
    OneModelVersion,
    OneRegisteredModel,
    OneRun,
    RunPage,
    ServerInfoReply,
  } as Record<string, ReplySchema<unknown>>);
  const names = [
    'run',
    'runs',
    'info',
    'data',
    'metrics',
    'params',
    'tags',
    'key',
    'value',
    'experiment',
    'experiments',
  ];
  const key = fc.constantFrom(
    ...names,
    'files',
    'models',
    'model_version',
    'run_id',
    '__proto__',
    'constructor',
    'toString',
  );
  const reply = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 5 }, fc.anything(), fc.array(tie('value')), fc.dictionary(key, tie('value'))),
  })).value;

  it.each(schemas)('is an entity or an issue, and never an exception: %s', (_, schema) => {
    fc.assert(
      fc.property(reply, (input) => {
        expect(v.safeParse(schema, input, { abortEarly: true }).success).toBeTypeOf('boolean');
      }),
      { numRuns: 100 },
    );
  });

  it('is an entity or an MlflowError through the client', async () => {
    const server = await faultServer();
    const client = hastyClient(server.uri);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        server.clear();
        server.add(fault.answer(200, JSON.stringify({ run: body })));
        const error = await mlflowError(client.json(read, OneRun));
        expect(error).toBeInstanceOf(MlflowError);
        expect(error.kind).toBe('bad-json');
      }),
      { numRuns: 50 },
    );
  });

  it('says where it differs from what MLflow answers', async () => {
    const server = await faultServer();
    server.add(fault.answer(200, JSON.stringify({ runs: [{ info }, { info: { ...info, status: 'ODD' } }] })));
    const { message } = await mlflowError(hastyClient(server.uri).json(read, RunPage));
    expect(message).toMatch(/unexpected JSON \(runs\.1\.info\.status: .*"RUNNING".* was expected\)/);
  });

  it('cannot reach the prototypes of objects', () => {
    const hostile = JSON.parse(
      '{"run": {"__proto__": {"polluted": 1}, "info": {"run_id": "r", "experiment_id": "1", "status": "RUNNING"}, "data": {"params": [{"key": "__proto__", "value": "x", "__proto__": {"polluted": 1}}]}}}',
    ) as unknown;
    const run = parse(OneRun, hostile);
    expect(run.params).toEqual([{ key: '__proto__', value: 'x' }]);
    expect('polluted' in run || 'polluted' in {} || 'polluted' in run.params[0]!).toBe(false);
  });
});

describe('a page of 10,000 runs with 20 metrics and 20 parameters each', () => {
  it('is checked in well under a second', () => {
    const runs = Array.from({ length: 10_000 }, (_, n) => ({
      info: { ...info, run_id: `r${n}`, run_name: `run-${n}`, start_time: 1_700_000_000_000 + n },
      data: {
        metrics: Array.from({ length: 20 }, (_, m) => ({ key: `m${m}`, value: n / (m + 1), timestamp: n, step: m })),
        params: Array.from({ length: 20 }, (_, p) => ({ key: `p${p}`, value: `v${n}` })),
      },
    }));
    const reply = JSON.parse(JSON.stringify({ runs })) as unknown;
    const started = performance.now();
    expect(parse(RunPage, reply).items).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

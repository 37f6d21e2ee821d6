import { describe, expect, it } from 'vitest';
import {
  experimentLink,
  loggedModelLink,
  modelVersionLink,
  registeredModelLink,
  runLink,
} from '../../../src/core/mlflow/uiLinks';

describe('links into MLflow’s own UI', () => {
  const base = { baseUrl: 'https://example.org/mlflow' };

  it('keep the path prefix', () => {
    expect(experimentLink(base, '1')).toBe('https://example.org/mlflow/#/experiments/1');
    expect(runLink(base, '1', 'abc')).toBe('https://example.org/mlflow/#/experiments/1/runs/abc');
    expect(loggedModelLink(base, '1', 'm-abc')).toBe('https://example.org/mlflow/#/experiments/1/models/m-abc');
    expect(registeredModelLink(base, 'iris')).toBe('https://example.org/mlflow/#/models/iris');
  });

  it('name the workspace where there is one', () => {
    const link = runLink({ ...base, workspace: 'team a&b' }, '1', 'abc');
    expect(link).toBe('https://example.org/mlflow/#/experiments/1/runs/abc?workspace=team%20a%26b');
  });

  it('encode names', () => {
    expect(modelVersionLink(base, 'a b#c?d%', '3')).toMatch(/#\/models\/a%20b%23c%3Fd%25\/versions\/3$/);
  });
});

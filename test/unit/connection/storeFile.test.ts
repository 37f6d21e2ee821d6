import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkStoreFile, StoreFileError } from '../../../src/core/connection/storeFile.node';

const SQLITE = 'SQLite format 3\0 and more';
let parent: string;
let workspace: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'runlens-store-'));
  workspace = join(parent, 'ws');
  await mkdir(workspace);
});

afterEach(() => rm(parent, { recursive: true }));

describe('a store file', () => {
  it('is fine when it is a SQLite database of the workspace, empty, or not there yet', async () => {
    await writeFile(join(workspace, 'mlflow.db'), SQLITE);
    await writeFile(join(workspace, 'empty.db'), '');
    await checkStoreFile(join(workspace, 'mlflow.db'), workspace);
    await checkStoreFile(join(workspace, 'empty.db'), workspace);
    await checkStoreFile(join(workspace, 'new.db'), workspace);
  });

  it('is fine in a workspace that is reached by a link', async () => {
    await symlink(workspace, join(parent, 'link'));
    await checkStoreFile(join(parent, 'link', 'mlflow.db'), join(parent, 'link'));
  });

  it('is refused when it is not SQLite', async () => {
    await writeFile(join(workspace, 'mlflow.db'), '#!/bin/sh\necho not a database');
    await expect(checkStoreFile(join(workspace, 'mlflow.db'), workspace)).rejects.toThrow(/not a SQLite database/);
  });

  it('is refused when it is a link', async () => {
    await writeFile(join(parent, 'secret.db'), SQLITE);
    await symlink(join(parent, 'secret.db'), join(workspace, 'mlflow.db'));
    await expect(checkStoreFile(join(workspace, 'mlflow.db'), workspace)).rejects.toThrow(/symbolic link/);
  });

  it('is refused outside the workspace, also through a linked folder or “..”', async () => {
    await mkdir(join(parent, 'outside'));
    await symlink(join(parent, 'outside'), join(workspace, 'data'));
    for (const path of [
      join(parent, 'x.db'),
      `${workspace}/../x.db`,
      join(workspace, 'data', 'x.db'),
      '/nowhere/x.db',
    ]) {
      await expect(checkStoreFile(path, workspace)).rejects.toThrow(StoreFileError);
    }
  });

  it('of a workspace without folders is refused wherever it lies', async () => {
    await writeFile(join(workspace, 'mlflow.db'), SQLITE);
    await expect(checkStoreFile(join(workspace, 'mlflow.db'), '')).rejects.toThrow(/outside the workspace/);
  });

  it('is refused when it is a folder', async () => {
    await mkdir(join(workspace, 'mlflow.db'));
    await expect(checkStoreFile(join(workspace, 'mlflow.db'), workspace)).rejects.toThrow(/not a file/);
  });
});

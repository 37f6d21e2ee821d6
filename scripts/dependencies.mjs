/**
 * Installs what package-lock.json names, unless it is there. Runs before each command that a person types first in a fresh
 * clone, so it needs nothing but Node and npm.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Versions by path in node_modules; npm keeps the second file of what it has installed. */
function packages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Optional packages for other platforms are in the lock file only, which is as it should be. */
function isInstalled() {
  const wanted = packages('package-lock.json');
  const present = packages('node_modules/.package-lock.json');
  return (
    present !== undefined &&
    Object.entries(wanted).every(
      ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
    )
  );
}

if (!isInstalled()) {
  console.log('Installing the packages that package-lock.json names …');
  const { status } = spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = status ?? 1;
}

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * One module that names all of VS Code's API. Without it each file that imports `vscode` copies the whole API when the
 * extension starts, which takes longer than all else that it does then.
 */
export const vscodeOnce: Plugin = {
  name: 'vscode-once',
  setup: (build) => {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode-once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode-once' },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode-once' }, async () => {
      const declarations = await readFile('node_modules/@types/vscode/index.d.ts', 'utf8');
      const values = declarations.matchAll(/^\texport (?:abstract )?(?:class|enum|namespace|const) (\w+)/gmu);
      const names = [...new Set(Array.from(values, ([, name]) => name))];
      const exports = names.map((name) => `export const ${String(name)} = api.${String(name)};`);
      return { contents: [`const api = require('vscode');`, ...exports].join('\n') };
    });
  },
};

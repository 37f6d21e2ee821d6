import { builtinModules } from 'node:module';
import { readdirSync } from 'node:fs';
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const nodeModules = builtinModules.flatMap((name) => [name, `node:${name}`]);

const hostFeatures = readdirSync('src/host', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map((entry) => entry.name);

/** An arrow of ARCHITECTURE.md: `target` may not import anything of `from`. */
const zone = (target, from, message) => ({ target, from, message });

const featureZones = hostFeatures.map((feature) =>
  zone(
    `./src/host/${feature}`,
    ['./src/extension.ts', ...hostFeatures.filter((other) => other !== feature).map((other) => `./src/host/${other}`)],
    'host features do not import each other: they meet in the store, in src/host/shared and in commands',
  ),
);

const layerZones = [
  zone(
    './src/core',
    ['./src/host', './src/protocol', './src/extension.ts', './webview'],
    'core knows nothing above it',
  ),
  zone('./src/protocol', ['./src/host', './src/extension.ts', './webview'], 'protocol knows no side'),
  zone('./src/host', ['./src/extension.ts', './webview'], 'host may import core and protocol only'),
  zone('./webview', ['./src/host', './src/extension.ts'], 'a webview may import protocol, and pure parts of core'),
  {
    ...zone('./webview', './src/core', 'of core a webview may import format, text and the output of cells only'),
    except: ['./format', './text', './notebook/runOutput.ts', './notebook/outputSchemas.ts'],
  },
  zone(
    './src/host/shared',
    ['./src/extension.ts', ...hostFeatures.map((f) => `./src/host/${f}`)],
    'shared code knows no feature',
  ),
  ...featureZones,
];

export default defineConfig(
  { ignores: ['dist/', 'out/', 'test-results/', '.demo/', 'examples/', 'node_modules/'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.mjs'] } } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: layerZones }],
      'import-x/no-cycle': 'error',
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 5],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'vscode', message: 'core runs without an editor' }],
        },
      ],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['src/core/**/*.node.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'vscode', message: 'core runs without an editor' },
            ...nodeModules.map((name) => ({ name, message: 'only *.node.ts files of core may use Node' })),
          ],
          patterns: [{ group: ['**/*.node', '**/*.node.js'], message: 'only *.node.ts files may import *.node.ts' }],
        },
      ],
    },
  },
  {
    files: ['src/protocol/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'vscode', message: 'protocol runs on both sides' }],
          patterns: [
            {
              regex: '/core/(?!notebook/outputSchemas$)',
              allowTypeImports: true,
              message: 'only types of core, and the schemas that messages share with outputs',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);

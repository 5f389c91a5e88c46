import js from '@eslint/js';
import {defineConfig} from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Which of our packages each package may import (the arrows of ARCHITECTURE.md). */
const layers = {
  'normprop-native': [],
  'normprop-kernels': [], // it finds normprop-native at run time, and only in Node
  'normprop-core': ['normprop-kernels'],
  'normprop-runtime': ['normprop-kernels'],
  'normprop-layers': ['normprop-core'],
  'normprop-datasets': [],
  'normprop-doctor': ['normprop-core'],
  'normprop-draw': ['normprop-core', 'normprop-kernels', 'normprop-layers'],
  'normprop-convert': ['normprop-layers', 'normprop-runtime'],
  normprop: [
    'normprop-runtime',
    'normprop-convert',
    'normprop-core',
    'normprop-layers',
    'normprop-datasets',
    'normprop-draw',
    'normprop-doctor',
  ],
};

/** What the tests of a package compare it with. */
const comparedWith = {'normprop-runtime': ['normprop-layers']};

const folders = Object.entries(layers).flatMap(([name, allowed]) => [
  {name, folder: 'src', allowed},
  {name, folder: 'test', allowed: [...allowed, ...(comparedWith[name] ?? [])]},
]);

const layering = folders.map(({name, folder, allowed}) => ({
  files: [`packages/${name}/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: Object.keys(layers)
              .filter((other) => other !== name && !allowed.includes(other))
              .flatMap((other) => [other, `${other}/*`]),
            message: `${name} may import ${allowed.join(', ') || 'none of our packages'} only (ARCHITECTURE.md).`,
          },
          {
            group: ['**/packages/*', '../../../normprop*', '../../normprop*'],
            message: 'Import another package by its name.',
          },
          {group: ['@tensorflow/*/dist/*'], message: 'tfjs deep imports fail in Node.'},
          ...(name === 'normprop-kernels' || (name === 'normprop-runtime' && folder === 'src')
            ? [{group: ['@tensorflow/*'], message: 'The kernels and the runtime do not know tfjs.'}]
            : []),
        ],
      },
    ],
  },
}));

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/generated/**',
      '**/assembly/**',
      '**/.nx/**',
      '**/coverage/**',
      '**/*.d.ts',
      '**/runs/**',
      'site/collected/**',
      'site/.cache/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['packages/*/src/**/*.ts', 'packages/*/test/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['packages/*/tsconfig.lib.json', 'packages/*/tsconfig.spec.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_'}],
      // tfjs's ops take the rank of their result as an unchecked type argument: an assertion says the same, plainer.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // A promise that leaves a try without await is settled after its finally: what it reads is disposed of by then.
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
    },
  },
  ...layering,
  {
    files: ['**/*.cjs', '**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        require: 'readonly',
        module: 'writable',
        exports: 'writable',
        __dirname: 'readonly',
        beforeAll: 'readonly',
        afterAll: 'readonly',
        setTimeout: 'readonly',
        performance: 'readonly',
        globalThis: 'readonly',
        WebAssembly: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
  {
    files: ['site/**/*.js', 'site/**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['document', 'location', 'navigator', 'self', 'Worker', 'postMessage', 'indexedDB', 'Blob'],
          ...['MessageChannel', 'MutationObserver', 'PerformanceObserver', 'ResizeObserver', 'ImageData'],
          ...['getComputedStyle', 'structuredClone'],
          ...['matchMedia', 'setInterval', 'clearInterval', 'atob', 'TextEncoder', 'OffscreenCanvas'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    // Pages, workers and worklets, and snippets that stand in one: each has globals of its own.
    files: ['examples/**/*.js', 'tools/browser/**', 'tools/release/rehearsal/**'],
    rules: {'no-undef': 'off'},
  },
  {
    files: ['examples/worker-training/train.js'],
    rules: {'no-unused-vars': 'off'}, // a script of a page, which calls it from another
  },
);

import js from '@eslint/js';
import {defineConfig} from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Which of our packages each package may import (the arrows of ARCHITECTURE.md). */
const layers = {
  'normprop-kernels': [],
  'normprop-core': ['normprop-kernels'],
  'normprop-layers': ['normprop-core'],
  'normprop-datasets': [],
  'normprop-draw': ['normprop-core', 'normprop-layers'],
  normprop: ['normprop-core', 'normprop-layers', 'normprop-datasets', 'normprop-draw'],
};

const layering = Object.entries(layers).map(([name, allowed]) => ({
  files: [`packages/${name}/{src,test}/**/*.ts`],
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
          ...(name === 'normprop-kernels'
            ? [{group: ['@tensorflow/*'], message: 'The kernels do not know tfjs.'}]
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
        setTimeout: 'readonly',
        performance: 'readonly',
        globalThis: 'readonly',
      },
    },
  },
);

'use strict';
// The house: no circle of files or of folders, by value or by type, in any package. Which package may import which is in eslint.config.js.
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle-of-files',
      comment: 'A type or value lives with its subject, so that its users need not import each other.',
      severity: 'error',
      from: {},
      to: {circular: true},
    },
    {
      name: 'no-circle-of-folders',
      comment: 'Folders are floors: their arrows go one way.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: {circular: true},
    },
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    exclude: {path: ['\\.test\\.ts$', '(^|/)generated/', '(^|/)dist/']},
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.base.json'},
  },
};

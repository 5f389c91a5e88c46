'use strict';
// What a backend's leg of the matrix leaves out: package, file (a pattern on its path) and why.
// `backend: '*'` with `except` runs a file on one backend only, because it does not depend on the backend.
const exclusions = [];

exports.excluded = (pkg, backend) =>
  exclusions
    .filter(
      (e) => e.package === pkg && (e.backend === backend || (e.backend === '*' && e.except !== backend)),
    )
    .map((e) => e.file);
exports.exclusions = exclusions;

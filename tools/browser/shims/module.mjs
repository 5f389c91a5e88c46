export const builtinModules = [];

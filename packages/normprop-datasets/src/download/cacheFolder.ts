import {nodeModule} from '../node/nodeModule.js';

/**
 * The folder for downloaded data sets when the caller names none (Node only): `$XDG_CACHE_HOME/normprop`, else the
 * system's place for caches: `~/.cache/normprop`, `~/Library/Caches/normprop` (macOS), `%LOCALAPPDATA%\normprop\Cache` (Windows).
 */
export function cacheFolder(): string {
  const path = nodeModule('node:path', 'cacheDir');
  const home = nodeModule('node:os', 'cacheDir').homedir();
  const {XDG_CACHE_HOME, LOCALAPPDATA} = process.env;
  if (XDG_CACHE_HOME) return path.join(XDG_CACHE_HOME, 'normprop');
  if (process.platform === 'win32')
    return path.join(LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'normprop', 'Cache');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches', 'normprop');
  return path.join(home, '.cache', 'normprop');
}

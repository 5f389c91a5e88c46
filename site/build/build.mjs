// Builds the site into `dist`: collects the texts, writes the reference, lets VitePress build, frees the result of its path.
import {build} from 'vitepress';
import {writeAPI} from './api.mjs';
import {placeAssets} from './assets.mjs';
import {collect} from './collect.mjs';
import {built, site} from './places.mjs';
import {freeOfBase} from './subPath.mjs';

/** @returns the folder of the built site */
export async function buildSite() {
  collect();
  placeAssets();
  await writeAPI();
  await build(site);
  freeOfBase(built);
  return built;
}

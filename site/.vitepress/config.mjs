import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitepress';
import {baseOfThePage, placeholder} from '../build/subPath.mjs';
import {pageOf} from '../build/pageOf.mjs';
import {sidebar} from '../build/sidebar.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  title: 'Norm Prop',
  titleTemplate: ':title · Norm Prop for TensorFlow.js',
  description: 'LSTM layers for TensorFlow.js that keep their scale while they learn',
  lang: 'en',
  base: placeholder,
  router: {prefetchLinks: false}, // a visit loads what it shows
  srcDir: 'collected',
  outDir: 'dist',
  cacheDir: '.cache',
  rewrites: pageOf,
  head: [['link', {rel: 'icon', href: `${placeholder}icon.svg`, type: 'image/svg+xml'}]],
  themeConfig: {
    nav: [
      {text: 'Guide', link: '/guide/first-model', activeMatch: '/guide/'},
      {text: 'Playground', link: '/playground'},
      {text: 'Benchmark', link: '/benchmark'},
      {text: 'Gamma lab', link: '/gamma'},
      {text: 'DRAW', link: '/draw'},
      {text: 'API', link: '/api/', activeMatch: '/api/'},
    ],
    sidebar: sidebar(),
    search: {provider: 'local'},
    outline: {level: [2, 3]},
  },
  markdown: {
    anchor: {slugify},
    theme: {light: 'github-light-high-contrast', dark: 'github-dark-high-contrast'},
  },
  vite: {
    plugins: [baseOfThePage],
    resolve: {alias: {'@live': at('../live')}, dedupe: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers']},
    worker: {format: 'es'},
    esbuild: {legalComments: 'eof'}, // once a file, not once a module
    build: {target: 'es2022', chunkSizeWarningLimit: 1500},
    server: {fs: {allow: [at('../..')]}},
  },
});

/** As GitHub makes the anchors that the texts' links name. */
function slugify(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replace(/ /g, '-');
}

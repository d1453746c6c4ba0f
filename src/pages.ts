import { readStates } from './counts/index.js';
import type { Db } from './platform/db.js';
import { createMetrics, createViews, loadAssets, type Assets, type Metrics, type Views } from './web/index.js';

/** What pages are made of, and what is measured of them. */
export type Pages = { readonly assets: Assets; readonly views: Views; readonly metrics: Metrics };

export function createPages(db: Db): Pages {
  const assets = loadAssets();
  const shared = {
    style: assets.url('style.css'),
    script: assets.script('clarion.js'),
    icon: assets.url('icon.svg'),
    numbersStyle: assets.url('numbers.css'),
    consoleStyle: assets.url('console.css'),
    comparisonStyle: assets.url('comparison.css'),
    consoleScript: assets.script('console.js'),
    screenStyle: assets.url('screen.css'),
    screenScript: assets.script('screen.js'),
  };
  return { assets, views: createViews(shared), metrics: createMetrics(() => readStates(db)) };
}

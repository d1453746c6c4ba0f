export { collectPatterns } from './collect.js';
export { findSlow } from './judge.js';

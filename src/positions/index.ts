export {
  fromOldest,
  newestEntries,
  positionLabels,
  positionWords,
  type PositionEntry,
  type PositionWord,
} from './position.js';
export { positionRows, readPositionLines } from './positions-csv.js';
export { checkPosition, copyPositions, recordPositions, removePositions } from './record.js';
export { listAllPositions, listPositions } from './store.js';

export { ACTIONS_PER_DAY } from './daily-actions.js';
export { limitSignals } from './limit-signals.js';
export {
  createScreening,
  SUSPICIONS,
  type Origin,
  type Screening,
  type Signal,
  type Submission,
  type Suspicion,
} from './screening.js';
export { trapSignal } from './signals.js';

export { actionApi, actionApiRoutes } from './api-routes.js';
export { confirmedCountOf } from './action.js';
export { createComposer, letterOf } from './compose.js';
export { createLetterReader } from './read-letters.js';
export { createReaddressing } from './current-addresses.js';
export { createFindChanges } from './target-changes.js';
export { createFormTokens } from './form-token.js';
export {
  findReceipt,
  listLetterParts,
  listLetterStandings,
  type Answer,
  type LetterParts,
  type LetterStanding,
  type ReceiptRow,
} from './letters-store.js';
export {
  ASK_AFTER_MS,
  CONFIRM_WITHIN_MS,
  stepAfter,
  stepAfterStart,
  type NextStep,
  type NoticeStep,
  type StepFacts,
} from './notice-steps.js';
export { mayBeAnswered } from './receipt-notes.js';
export { asPrivate } from './steps.js';
export { recordAnswers } from './store-answers.js';
export { actionRoutes } from './routes.js';
export { createTakeAction, type TakeAction } from './take.js';
export { createFolderPreview } from './preview.js';

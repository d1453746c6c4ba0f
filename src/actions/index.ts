export { actionApi, actionApiRoutes } from './api-routes.js';
export { confirmedCountOf } from './count-action.js';
export { createComposer, letterOf } from './compose.js';
export { createLetterReader } from './read-letters.js';
export { createReaddressing } from './current-addresses.js';
export { createFindChanges } from './target-changes.js';
export { mailedReceiptLink, openReceipt, whoseLink, type OpenedReceipt, type ReceiptDoor } from './open-receipt.js';
export { createFormTokens } from './form-token.js';
export {
  listLetterParts,
  listLetterStandings,
  listLetterTargets,
  type Answer,
  type LetterParts,
  type LetterStanding,
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
export { findNearCopies, readForReview, type NearCopy, type ReviewItem } from './review.js';
export { dropBands, insertSignatures } from './store-likeness.js';
export { clearSuspected, suspectAgain } from './store-cleared.js';
export {
  countSuspected,
  listActionsOf,
  listHeldOf,
  listSuspected,
  type HeldLetter,
  type SuspectedQuery,
} from './store-review.js';
export { readScreened, type Screened } from './store-screened.js';
export { NOT_THEIRS } from './disown.js';
export { isAskedWhose, ownAction } from './store-disown.js';
export { mayBeAnswered } from './receipt-notes.js';
export { asPrivate } from './steps.js';
export { maskAddresses } from './receipt-history.js';
export { findSender, type Sender } from './store-senders.js';
export { recordAnswers } from './store-answers.js';
export {
  decideQuotation,
  listQuotations,
  listQuotationsFor,
  type Quotation,
  type QuotationState,
} from './store-quotations.js';
export { actionRoutes } from './routes.js';
export { createTakeAction, type TakeAction } from './take.js';
export { rehearse, sampleValues, type Rehearsed, type SampleSupporter } from './rehearse.js';
export { createFolderPreview, createSampleFinder, previewLetter, type PreviewTools } from './preview.js';
export { letterPage } from './letter-page.js';
export { readForm } from './form.js';

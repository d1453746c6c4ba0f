export { emptyFieldsOf } from './empty-fields.js';
export { fitToLimit, formLength, type Fitted } from './fit.js';
export {
  parseLetter,
  readLetter,
  renderBody,
  renderLetter,
  renderUnsigned,
  tidy,
  type Letter,
  type LetterTemplate,
  type OwnText,
} from './letter.js';
export { changesOf, type ChangedPiece } from './changes.js';
export {
  bandsOf,
  exactLikeness,
  likenessOf,
  NEAR_COPY,
  ownPart,
  readSignature,
  signatureOf,
  signatureText,
  type Signature,
} from './likeness.js';
export { countWords, readabilityOf, type Readability } from './readability.js';
export { fieldsOfPart, type LetterPart, type MergeValues } from './merge-fields.js';

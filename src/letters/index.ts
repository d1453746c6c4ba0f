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
export type { MergeValues } from './merge-fields.js';

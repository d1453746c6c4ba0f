export { compare, NOT_KNOWN } from './compare.js';
export { NO_SOURCE, OTHER_LINKS, type Cell, type Facts, type Group, type People } from './facts.js';
export { readFacts, type FactTools } from './read-facts.js';
export { fileName, tableCsv, tableJson, tablePdf, type Owner } from './files.js';
export { questionQuery, readQuestion, type Asked, type Query } from './question.js';
export {
  VIEWS,
  type Choice,
  type Choices,
  type Column,
  type Comparison,
  type Point,
  type Question,
  type Row,
  type Series,
  type Table,
  type Value,
  type View,
} from './table.js';
export { createComparisons, type Comparisons } from './comparisons.js';
export type { Declared } from './page-declared.js';
export { comparisonRoutes, type ComparisonRouteTools } from './routes.js';
export { HIDDEN_TEXT, valueText } from './value-text.js';

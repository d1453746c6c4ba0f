export { compare, NOT_KNOWN } from './compare.js';
export { type Cell, type Facts, type Group, NO_SOURCE, OTHER_LINKS, type People } from './facts.js';
export { type FactTools, readFacts } from './read-facts.js';
export { fileName, type Owner, tableCsv, tableJson, tablePdf } from './files.js';
export { type Asked, type Query, questionQuery, readQuestion } from './question.js';
export {
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
  VIEWS,
} from './table.js';
export { readComparisonFacts } from './read-comparison-facts.js';
export { addCoalitionCommands } from './commands.js';
export { keepSketches } from './exchange/keep-sketches.js';
export { HIDDEN_TEXT, valueText } from './value-text.js';
export { createScreens, type Screens } from './screen.js';
export { screenRoutes } from './screen-routes.js';
export { maySee, type Sight } from './access.js';
export { type Comparisons, createComparisons } from './comparisons.js';
export { comparisonRoutes, type ComparisonRouteTools } from './routes.js';

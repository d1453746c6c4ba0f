export { compare } from './compare.js';
export { type Facts, type Group, NO_SOURCE, OTHER_LINKS } from './facts.js';
export { readFacts } from './read-facts.js';
export { fileName, tableCsv, tableJson, tablePdf } from './files.js';
export { type Asked, questionQuery, readQuestion } from './question.js';
export {
  type Choice,
  type Column,
  type Comparison,
  type Point,
  type Question,
  type Row,
  type Table,
  type Value,
  type View,
  VIEWS,
} from './table.js';
export { readComparisonFacts } from './read-comparison-facts.js';
export { addCoalitionCommands } from './commands.js';
export { keepSketches } from './exchange/keep-sketches.js';
export { createScreens, type Screens } from './screen.js';
export { screenRoutes } from './screen-routes.js';
export { type Comparisons, createComparisons } from './comparisons.js';
export { comparisonRoutes } from './routes.js';

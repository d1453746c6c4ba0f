export { NO_SOURCE, OTHER_LINKS, type Cell, type Facts, type Group, type People } from './facts.js';
export { readFacts, type FactTools } from './read-facts.js';
export { VIEWS, type Column, type Comparison, type Question, type Row, type Table, type Value } from './table.js';
export { createScreens, type Screens } from './screen.js';
export { screenRoutes } from './screen-routes.js';
export { maySee, type Sight } from './may-see.js';

export { endLink, LINK_DAYS, makeLink, openLinks, type LinkTools } from './link.js';
export { officeIdOf, officeKey } from './office-facts.js';
export { readOfficeReport, type OfficeReport } from './office-report.js';
export { belongsToCampaign, readOffices, type OfficeLine } from './overview.js';
export { openPaper } from './pdf/paper.js';
export { pdfName, writeReport } from './pdf/write-report.js';
export { reportView } from './report-view.js';
export { reportRoutes } from './routes.js';
export { zipOf } from './zip.js';

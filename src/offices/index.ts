export {
  districtNeed,
  findKnownBody,
  knownBodyIds,
  rosterNeed,
  territoryOf,
  unknownOfficeNeed,
  type DataNeed,
} from './bodies.js';
export { bySeniority, committeeTitle, type Committee, type CommitteeRole, type Membership } from './committee.js';
export { congressCommittees } from './import-congress-committees.js';
export { openstatesCommittees } from './import-openstates-committees.js';
export { congressLegislators } from './import-congress-legislators.js';
export { congressOffices } from './import-congress-offices.js';
export { contactForms } from './import-contact-forms.js';
export { ukMps } from './import-uk-mps.js';
export { officialsList, readOfficials } from './import-officials.js';
export { openstatesPeople } from './import-openstates-people.js';
export { isTermOver, salutationOf, type Body, type Office, type Official } from './office.js';
export { postalAddressOf } from './postal-address.js';
export { prepareRoster } from './replace-roster.js';
export { changeOf } from './roster-owner.js';
export type { LocalOffice } from './local-office.js';
export type { FormField, OfficeForm } from './office-form.js';
export { explainRepresentation } from './representation.js';
export { followRoster, rosterOfFile, withFile, type Roster } from './roster.js';
export type { RosterFile } from './roster-file.js';
export { starterSenate } from './starter-senate.js';
export { publishesLegislators, usPublicFiles } from './public-files.js';

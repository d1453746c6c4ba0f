import { afterSection, deliverySection } from './delivery-sections.js';
import { formSection, letterSection, talkingPointsSection } from './letter-sections.js';
import { askSection, pageSection, safetySection } from './page-sections.js';
import type { Section } from './section.js';
import { targetsSection } from './targets-section.js';

/** The pages of the editor, in the order in which a campaign is written. */
export const sections: readonly Section[] = [
  pageSection,
  askSection,
  targetsSection,
  letterSection,
  talkingPointsSection,
  formSection,
  safetySection,
  deliverySection,
  afterSection,
];

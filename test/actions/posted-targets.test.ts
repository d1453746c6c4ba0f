import { expect } from 'chai';
import fc from 'fast-check';
import { query } from '../../src/platform/db.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { formOf, submit } from '../support/pages.js';
import { ana, CITY, NATIONAL, useFolder, useWorld } from '../support/world.js';

const CODES = ['80202', '90210', '10001', '53190', '00000', '96799', 'x'];
const OFFICES = [
  'harbourview-city-council/mayor',
  'harbourview-city-council/ward-1',
  'harbourview-city-council/ward-3',
  'us-senate/co-2',
  '__proto__',
  '',
];
const DISTRICTS = ['CO-01', 'CA-30', 'WI-01', 'WI-02', 'constructor', ''];

describe('whoever posts offices, districts and codes of their own', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  /** Senators differ by state; the House needs a roster that is not shipped. */
  beforeEach(async () => {
    const senate = (text: string): string => text.replace(/ +- us-house\n/, '');
    await changeCampaign(world(), copyCampaign(folder(), NATIONAL, { 'campaign.yaml': senate }));
    world().moveClock(2_000);
  });

  it('writes to nobody but those whom the place has', async () => {
    const known = (await query<{ id: string }>(world().db, 'SELECT id FROM offices ORDER BY id')).map(({ id }) => id);
    const posted = fc.record({
      slug: fc.constantFrom(CITY, NATIONAL),
      via: fc.constantFrom('page', 'api'),
      code: fc.constantFrom(...CODES),
      offices: fc.option(fc.array(fc.constantFrom(...known, ...OFFICES), { minLength: 1, maxLength: 3 })),
      district: fc.option(fc.oneof(fc.constantFrom(...DISTRICTS), fc.string({ maxLength: 8 }))),
      foundFor: fc.constantFrom('80202', '90210'),
    });
    let person = 0;
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(posted, async ({ slug, via, code, offices, district, foundFor }) => {
        const email = `p${person++}@supporter.example`;
        if (via === 'api') {
          const where = { ...(offices && { offices }), ...(district !== null && { district }) };
          const supporter = { ...ana, email, postal_code: code };
          await world()
            .http.post(`/api/v1/campaigns/${slug}/actions`)
            .send({ supporter, ...where });
        } else {
          const found = await world().http.post(`/c/${slug}/find`).type('form').send({ postal_code: foundFor });
          const typed = { ...ana, email, postal_code: code, ...(district !== null && { district }) };
          const form = formOf(found.text);
          await submit(
            world().http,
            { ...form, fields: { ...form.fields, ...(offices && { office: offices }) } },
            typed,
          );
        }
        const letters = await query<{ office: string }>(
          world().db,
          `SELECT office_id AS office FROM letters JOIN actions ON actions.id = action_id
             JOIN supporters ON supporters.id = supporter_id WHERE email = ?`,
          [email],
        );
        if (letters.length === 0) return;
        taken++;
        const campaign = await world().campaigns.get(slug);
        const place = { country: campaign.file.country, postalCode: code };
        const chosen = district === null || district === '' ? [] : [district];
        const { status, targets } = await world().finder.find(campaign.rule, { ...place, chosen });
        expect(status).to.equal('exact');
        for (const { office } of letters) expect(targets.map(({ officeId }) => officeId)).to.include(office);
      }),
      { numRuns: 60 },
    );
    expect(taken, 'some are taken').to.be.at.least(5);
  });
});

import { expect } from 'chai';
import { standingOf } from '../../src/campaigns/index.js';
import { campaignFileSchema, type CampaignFile } from '../../src/campaigns/definition.js';
import { closingOf } from '../../src/campaigns/season.js';
import { START } from '../support/world.js';

type Dated = Partial<Pick<CampaignFile, 'status' | 'opens_at' | 'closes_at' | 'time_zone'>>;

function fileWith(dated: Dated): CampaignFile {
  return campaignFileSchema.parse({
    title: 'Fund the night shelter',
    summary: 'Keep it open.',
    organization: { name: 'Shelter Now', slug: 'shelter-now', postal_address: '1 Example Street' },
    ask: 'Fund it.',
    goal: 100,
    targets: { own: ['us-senate'] },
    letter: { subject: 'Please fund it' },
    ...dated,
  });
}

const NEED = { what: 'the members of the United States Senate', command: 'clarion data update us' };

/** The standing at a moment, as `kind: sentence`. */
function standing(dated: Dated, moment: string, needs = [] as (typeof NEED)[]): string {
  const found = standingOf(fileWith(dated), needs, Date.parse(moment));
  return 'sentence' in found ? `${found.kind}: ${found.sentence}` : found.kind;
}

describe('whether a campaign takes letters', () => {
  it('is open when nothing speaks against it', () => {
    expect(standing({}, '2027-03-10T12:00Z')).to.equal('open');
  });

  it('takes none as a draft, whatever its dates', () => {
    const sentence = 'draft: This campaign is being prepared and takes no letters yet.';
    expect(standing({ status: 'draft', closes_at: '2020-01-01' }, '2027-03-10T12:00Z', [NEED])).to.equal(sentence);
  });

  it('takes none while it is paused, and says to come back', () => {
    const sentence = 'paused: This campaign is paused and takes no letters at the moment. Please come back later.';
    expect(standing({ status: 'paused' }, '2027-03-10T12:00Z', [NEED])).to.equal(sentence);
  });

  it('calls a paused campaign closed once its time is over', () => {
    expect(standing({ status: 'paused', closes_at: '2027-03-09' }, '2027-03-10T12:00Z')).to.match(/^closed/);
  });

  it('is not open while data are missing, and names them to who runs the site', () => {
    expect(standing({}, '2027-03-10T12:00Z', [NEED])).to.equal(
      'missing-data: This campaign is not open yet, because data are missing on this server: the members of the United States Senate.',
    );
    expect(standingOf(fileWith({}), [NEED], START)).to.deep.include({ needs: [NEED] });
  });

  it('opens at the minute that campaign.yaml says, in its own time zone', () => {
    const dated = { opens_at: '2027-03-10 09:00', time_zone: 'America/Denver' };
    expect(standing(dated, '2027-03-10T15:59:59.999Z', [NEED])).to.equal(
      'scheduled: This campaign opens on 10 March 2027, 09:00 MST.',
    );
    expect(standing(dated, '2027-03-10T16:00Z')).to.equal('open');
  });

  it('opens on a day with its first minute there', () => {
    const dated = { opens_at: '2027-03-10', time_zone: 'Asia/Tokyo' };
    expect(standing(dated, '2027-03-09T14:59:59.999Z')).to.equal('scheduled: This campaign opens on 10 March 2027.');
    expect(standing(dated, '2027-03-09T15:00Z')).to.equal('open');
  });

  it('closes at the minute that campaign.yaml says', () => {
    const dated = { closes_at: '2027-03-10 17:30', time_zone: 'Europe/London' };
    expect(standing(dated, '2027-03-10T17:29:59.999Z')).to.equal('open');
    expect(standing(dated, '2027-03-10T17:30Z')).to.equal(
      'closed: This campaign closed on 10 March 2027, 17:30 GMT. It takes no more letters.',
    );
  });

  for (const [zone, day, end] of [
    ['America/Los_Angeles', '2027-03-10', '2027-03-11T08:00:00.000Z'],
    ['Asia/Tokyo', '2027-03-10', '2027-03-10T15:00:00.000Z'],
    ['America/Los_Angeles', '2027-03-14', '2027-03-15T07:00:00.000Z'],
    ['America/Los_Angeles', '2027-11-07', '2027-11-08T08:00:00.000Z'],
    ['UTC', '2027-12-31', '2028-01-01T00:00:00.000Z'],
  ] as const) {
    it(`runs to the end of ${day} in ${zone}, also on a day of 23 or 25 hours`, () => {
      const dated = { closes_at: day, time_zone: zone };
      const at = Date.parse(end);
      expect(new Date(closingOf(fileWith(dated))?.at ?? 0).toISOString()).to.equal(end);
      expect(standing(dated, new Date(at - 1).toISOString())).to.equal('open');
      expect(standing(dated, end)).to.match(/^closed: This campaign closed on \d+ [A-Z][a-z]+ 2027\. /);
    });
  }
});

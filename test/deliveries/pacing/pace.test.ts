import { expect } from 'chai';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { nextOpening } from '../../../src/deliveries/pacing/sending-window.js';
import { timeZoneOf, usStates } from '../../../src/divisions/index.js';
import { isTimeZone } from '../../../src/platform/clock.js';

const office = { from: '08:00', to: '18:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] };

function at(text: string, zone: string): number {
  return DateTime.fromISO(text, { zone }).toMillis();
}

describe('the hours in which an office gets letters', () => {
  const opening = (from: string, zone: string): string =>
    DateTime.fromMillis(nextOpening(office, zone, at(from, zone)), { zone }).toFormat('ccc HH:mm');

  it('are those of its own clock', () => {
    expect(opening('2027-03-10T09:30', 'America/Denver')).to.equal('Wed 09:30');
    expect(opening('2027-03-10T06:30', 'America/Denver')).to.equal('Wed 08:00');
    expect(opening('2027-03-10T18:00', 'America/Denver')).to.equal('Thu 08:00');
    const denver = at('2027-03-10T07:30', 'America/Denver');
    expect(nextOpening(office, 'America/New_York', denver), 'it is 9:30 in New York').to.equal(denver);
  });

  it('begin on Monday for a letter of Friday evening', () => {
    expect(opening('2027-03-12T18:30', 'Europe/London')).to.equal('Mon 08:00');
  });

  it('begin at the same time of day when the clock has been changed in between', () => {
    expect(opening('2027-03-12T20:00', 'America/Denver'), 'summer time begins on 14 March 2027').to.equal('Mon 08:00');
    expect(opening('2027-11-05T20:00', 'America/Denver'), 'and ends on 7 November').to.equal('Mon 08:00');
  });

  it('are always open when they are said to open, and never before', () => {
    const moments = fc.integer({ min: at('2026-01-01', 'UTC'), max: at('2029-01-01', 'UTC') });
    const zones = fc.constantFrom('America/Denver', 'Pacific/Honolulu', 'Europe/London', 'Asia/Kathmandu');
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const opens = nextOpening(office, zone, moment);
        const local = DateTime.fromMillis(opens, { zone });
        expect(opens).to.be.at.least(moment);
        expect(local.weekday).to.be.at.most(5);
        expect(local.hour).to.be.within(8, 17);
        expect(nextOpening(office, zone, opens)).to.equal(opens);
      }),
    );
  });
});

describe('the time zone of a target', () => {
  it('is that of its state’s capital', () => {
    expect(timeZoneOf('ocd-division/country:us/state:co/sldl:7')).to.equal('America/Denver');
    expect(timeZoneOf('ocd-division/country:us/district:dc')).to.equal('America/New_York');
    expect(timeZoneOf('ocd-division/country:gb/cty:x')).to.equal('Europe/London');
    expect(timeZoneOf('ocd-division/country:ca/ed:1')).to.equal(undefined);
    expect(timeZoneOf('ocd-division/country:us')).to.equal(undefined);
  });

  it('is known for every state and territory, under a name that clocks know', () => {
    for (const { division } of usStates) expect(timeZoneOf(division), division).to.satisfy(isTimeZone);
  });
});

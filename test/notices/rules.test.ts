import { expect } from 'chai';
import fc from 'fast-check';
import { firstStep, stepAfter, type NextStep } from '../../src/actions/notice-steps.js';
import { decideToAsk } from '../../src/notices/ask.js';
import { MAILS_PER_DAY, withinCaps } from '../../src/notices/caps.js';
import { paragraphs } from '../../src/notices/mail-text.js';
import type { NewNotice } from '../../src/notices/notice.js';
import { DAY } from '../support/world.js';

const newNotice: fc.Arbitrary<NewNotice> = fc.record({
  id: fc.uuid(),
  actionId: fc.uuid(),
  kind: fc.constantFrom('confirm', 'confirm-reminder', 'copy', 'failed', 'ask', 'ask-reminder'),
  part: fc.constantFrom('', '1'),
  addressKey: fc.constantFrom('ana', 'ben'),
  plannedAt: fc.integer({ min: 0, max: 2 * DAY }),
});

describe('the cap of mails for an address', () => {
  it('holds in every 24 hours, whatever is wanted and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(newNotice, { maxLength: 40 }), (wanted) => {
        const sorted = [...wanted].sort((a, b) => a.plannedAt - b.plannedAt);
        const planned = withinCaps(sorted, []);
        const moments = planned
          .filter(({ addressKey, kind }) => addressKey === 'ana' && kind.startsWith('confirm'))
          .map(({ plannedAt }) => plannedAt)
          .sort((a, b) => a - b);
        moments.forEach((at, index) => {
          const third = moments[index - MAILS_PER_DAY];
          if (third !== undefined) expect(at - third).to.be.at.least(DAY);
        });
        for (const notice of planned) {
          const asked = wanted.find(({ id }) => id === notice.id)?.plannedAt ?? NaN;
          expect(notice.plannedAt).to.be.within(asked, asked + (notice.kind === 'copy' ? 0 : 7 * DAY));
        }
      }),
    );
  });

  it('keeps nobody else’s mail back', () => {
    const mail = (id: string, addressKey: string): NewNotice => {
      return { id, actionId: id, kind: 'copy', part: '', addressKey, plannedAt: 0 };
    };
    const wanted = [mail('1', 'ana'), mail('2', 'ana'), mail('3', 'ana'), mail('4', 'ana'), mail('5', 'ben')];
    expect(withinCaps(wanted, []).map(({ id }) => id)).to.deep.equal(['1', '2', '3', '5']);
  });
});

describe('the steps of mails to a supporter', () => {
  it('come to an end, whatever the campaign asks for', () => {
    for (const mustConfirm of [true, false])
      for (const wantsCopy of [true, false])
        for (const asksForAnswers of [true, false]) {
          const facts = { createdAt: 0, mustConfirm, wantsCopy, asksForAnswers };
          const steps: string[] = [];
          for (let next: NextStep = firstStep(facts); next; next = stepAfter(next.step, facts, next.at)) {
            steps.push(next.step);
            expect(steps.length).to.be.below(6);
          }
          const started = [...(wantsCopy ? ['copy'] : []), ...(asksForAnswers ? ['ask', 'ask-reminder'] : [])];
          expect(steps).to.deep.equal(mustConfirm ? ['confirm', 'confirm-reminder', 'confirm-end'] : started);
        }
  });

  it('leave the reminder out where the first mail itself was a day late', () => {
    const facts = { createdAt: 0, mustConfirm: true, wantsCopy: false, asksForAnswers: true };
    expect(stepAfter('confirm', facts, DAY)).to.deep.equal({ step: 'confirm-end', at: 7 * DAY });
  });
});

describe('whether to ask for answers', () => {
  const left = (leftAt: number, isAnswered = false) => ({ leftAt, isWaiting: false, isAnswered });
  const waiting = { leftAt: null, isWaiting: true, isAnswered: false };
  it('counts from the first letter that left and has no answer noted', () => {
    expect(decideToAsk([left(0), left(5 * DAY)], 0, 14 * DAY)).to.equal('now');
    expect(decideToAsk([left(0, true), left(5 * DAY)], 0, 14 * DAY)).to.deep.equal({ at: 19 * DAY });
    expect(decideToAsk([left(0, true)], 0, 14 * DAY)).to.equal('never');
  });
  it('waits for letters that may still leave, for two months', () => {
    expect(decideToAsk([waiting], 0, 14 * DAY)).to.deep.equal({ at: 21 * DAY });
    expect(decideToAsk([waiting], 0, 60 * DAY)).to.equal('never');
    expect(decideToAsk([], 0, 14 * DAY)).to.equal('never');
  });
});

describe('the lines of a mail', () => {
  it('are short, lose no word, and break no address', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,90}$/), { minLength: 1, maxLength: 60 }), (words) => {
        const text = paragraphs([words.join(' ')]);
        expect(text.split(/\s/)).to.deep.equal(words);
        for (const line of text.split('\n')) if (line.includes(' ')) expect(line.length).to.be.at.most(72);
      }),
    );
  });
});

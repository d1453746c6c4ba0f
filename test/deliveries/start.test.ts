import { expect } from 'chai';
import { startOf, type StartSettings } from '../../src/deliveries/index.js';
import { MINUTE, START } from '../support/world.js';

const office = { email: 'mayor@council.example' };
const atOnce = { confirm_first: false, review: false, withdraw_minutes: 0 };

describe('how a letter starts', () => {
  const start = (settings: Partial<StartSettings>) => startOf(office, { ...atOnce, ...settings }, START);

  it('is sent at once where the campaign asks for nothing else', () => {
    expect(start({})).to.deep.equal({ channel: 'smtp', state: 'queued', hold: null, waitsFor: null, dueAt: START });
  });

  it('waits for the supporter to take it back as long as the campaign says', () => {
    expect(start({ withdraw_minutes: 30 })).to.include({
      state: 'queued',
      hold: null,
      waitsFor: 'withdraw',
      dueAt: START + 30 * MINUTE,
    });
  });

  it('is confirmed before it is reviewed, and reviewed before it waits in the queue', () => {
    const [confirm, review] = [{ confirm_first: true }, { review: true, withdraw_minutes: 30 }];
    expect(start(confirm)).to.include({ state: 'held', hold: 'confirm', waitsFor: null, dueAt: START });
    expect(start({ ...confirm, ...review })).to.include({ state: 'held', hold: 'confirm', dueAt: START + 30 * MINUTE });
    expect(start(review)).to.include({ state: 'held', hold: 'review', waitsFor: null, dueAt: START + 30 * MINUTE });
  });

  it('waits for nobody where the supporter sends it by hand', () => {
    const settings = { confirm_first: true, review: true, withdraw_minutes: 30 };
    expect(startOf({ email: null }, settings, START)).to.deep.equal({
      channel: 'handover',
      state: 'handed_over',
      hold: null,
      waitsFor: null,
      dueAt: START,
    });
  });
});

import { Command } from 'commander';
import { expect } from 'chai';
import { deliveryStates, type DeliveryState } from '../../src/counts/index.js';
import { addDeliveryCommands } from '../../src/deliveries/index.js';
import { captureOutput } from '../support/commands.js';
import { decode, textsOf } from '../support/pages.js';
import { receiptStates, takeOneInEach } from '../support/receipt-states.js';
import { useFolder, useWorld } from '../support/world.js';

describe('a letter in each state', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  it('is told truly on the receipt, with what the person can do', async () => {
    const { path, ids } = await takeOneInEach(world(), folder());
    const page = (await world().http.get(path)).text;
    for (const [index, { name, word, says, canTakeBack, isOfferedAnotherWay }] of receiptStates.entries()) {
      const id = ids[index] ?? '';
      const card = new RegExp(`<li class="card letter" id="letter-${id}">[\\s\\S]*?\n</li>`).exec(page)?.[0] ?? '';
      expect(textsOf(card, /<p class="pill[^>]*>(.*?)<\/p>/g), name).to.deep.equal([word]);
      expect(decode(card), name).to.match(says);
      expect(card.includes('Take this letter back'), `${name}: can be taken back`).to.equal(canTakeBack ?? false);
      expect(card.includes('What you can do:'), `${name}: another way`).to.equal(isOfferedAnotherWay ?? false);
      expect(card.includes('I sent it'), `${name}: to be sent by hand`).to.equal(word === 'Yours to send');
      expect(card.includes('pill-delivered'), `${name}: called delivered`).to.equal(word === 'Delivered');
      expect(textsOf(card, /<span class="history-at">(.*?)<\/span>/g), `${name}: history`).to.have.length.above(
        receiptStates[index]?.steps.length ?? 0,
      );
    }
    expect(page, 'what organizers note for themselves').not.to.match(/between us|Nobody there|Once is enough|new one/);
    expect(page).not.to.include('supporter.example');
  });

  it('is shown with every event on the command line', async () => {
    const { ids } = await takeOneInEach(world(), folder());
    const run = async (...words: string[]): Promise<string> => {
      const program = new Command().exitOverride();
      addDeliveryCommands(program, (work) => work(world()));
      return (await captureOutput(() => program.parseAsync(['deliveries', ...words], { from: 'user' }))).stdout;
    };
    for (const [index, { name, steps }] of receiptStates.entries()) {
      const text = await run('show', ids[index] ?? '');
      for (const { reason, answer, actor, hold, waitsFor } of steps) {
        expect(text, name).to.include(reason);
        if (answer !== undefined) expect(text, name).to.include(`[${answer}]`);
        if (actor !== undefined) expect(text, name).to.include(actor);
        if (steps.at(-1)?.hold === hold && hold) expect(text, name).to.include(`(${hold})`);
        if (steps.at(-1)?.waitsFor === waitsFor && waitsFor) expect(text, name).to.include(`(${waitsFor})`);
      }
    }
    expect(await run('list')).to.include(`\n${receiptStates.length} letters. Times are UTC.`);
    const rows = JSON.parse(await run('list', '--json')) as { state: DeliveryState }[];
    expect(new Set(rows.map(({ state }) => state))).to.deep.equal(new Set(deliveryStates));
  });
});

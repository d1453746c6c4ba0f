import { expect } from 'chai';
import fc from 'fast-check';
import { query } from '../../src/platform/db.js';
import {
  decode,
  faultsOf,
  formOf,
  formsOf,
  lettersOf,
  pressing,
  submit,
  tagOf,
  type PageForm,
} from '../support/pages.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { ana, CITY, DAY, HOUR, NATIONAL, useFolder, useWorld } from '../support/world.js';

const SEND = 'Send my 4 letters';
const HOSTILE = '"><script>alert(1)</script>{{supporter.email}} &amp; \' ` <!-- 😀 ünï</textarea>\n\n\n.\nlast';
const signed = { given_name: ana.given_name, family_name: ana.family_name, email: ana.email };

describe('a form with faults', () => {
  const folder = useFolder();
  const world = useWorld({ keepsStarterPlaces: true });
  const openForm = async (slug = CITY): Promise<PageForm> =>
    formOf((await world().http.post(`/c/${slug}/find`).type('form').send({ postal_code: '80202' })).text);
  const takenActions = async (): Promise<number> => (await query(world().db, 'SELECT id FROM actions')).length;

  it('names each fault in the summary and beside its field', async () => {
    const wrong = {
      given_name: ' ',
      family_name: 'www.buy.example',
      email: 'ana at home',
      own_words: 'x'.repeat(4001),
    };
    const response = await submit(world().http, pressing(await openForm(), SEND), wrong);
    expect(response.status).to.equal(422);
    const faults = faultsOf(response.text);
    expect(
      faults.map(({ id }) => id),
      'in the order of the page',
    ).to.deep.equal(['own_words', 'given_name', 'family_name', 'email']);
    const places = faults.map(({ id }) => response.text.indexOf(`id="${id}"`));
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    for (const { id, message } of faults) {
      const beside = new RegExp(`<p class="fault" id="${id}-fault">([^<]*)</p>`).exec(response.text)?.[1] ?? '';
      expect(decode(beside), id).to.equal(message);
      expect(tagOf(response.text, id), id).to.match(/aria-invalid="true"/);
      expect(tagOf(response.text, id), id).to.match(new RegExp(`aria-describedby="[^"]*\\b${id}-fault"`));
    }
    expect(tagOf(response.text, 'text')).not.to.include('aria-invalid');
    expect(await takenActions()).to.equal(0);
    expect(response.text)
      .to.match(/<title>Please check: /)
      .and.match(/role="alert"/);
  });

  it('asks for the street where the offices need it, and puts it under the letter', async () => {
    const copy = copyCampaign(folder(), CITY, {
      'campaign.yaml': (text) => `${text}\nrequired_fields:\n  - street\n`,
    });
    await changeCampaign(world(), copy);
    const refused = await submit(world().http, pressing(await openForm(), SEND), signed);
    expect(faultsOf(refused.text)).to.deep.equal([
      {
        id: 'street',
        message: 'Please give your street address: these offices answer only people who live in their district.',
      },
    ]);
    expect(tagOf(refused.text, 'street')).to.match(/autocomplete="street-address".*aria-invalid="true"/);
    const typed = { street: ' 1 Main St <Apt "2"> ' };
    const preview = await submit(world().http, pressing(formOf(refused.text), 'Preview'), typed);
    expect(lettersOf(preview.text)[0]).to.match(/\nAna Lima\n1 Main St <Apt "2">\nCO 80202\n$/);
    expect(await takenActions()).to.equal(0);
    expect((await submit(world().http, pressing(formOf(preview.text), SEND))).status).to.equal(303);
  });

  it('keeps everything that was typed, whatever it was', async () => {
    const typed = {
      given_name: HOSTILE.replaceAll('\n', ' '),
      family_name: 'O’Brien-Müller "Bo"',
      email: '<ana>@"x"',
      own_words: `\n${HOSTILE}`,
      text: HOSTILE,
      opt_in: ['harbourview-safe-stays'],
      source: 'partner-a',
      token: 'forged',
    };
    for (const button of [SEND, 'Preview']) {
      const response = await submit(world().http, pressing(await openForm(), button), typed);
      expect(response.status, button).to.equal(422);
      expect(response.text, button).not.to.include('<script>alert');
      const { token: _token, comment_title: _trap, ...kept } = formOf(response.text).fields;
      const { token: _typed, ...expected } = { ...typed, postal_code: '80202' };
      expect(
        Object.fromEntries(
          Object.entries(kept).map(([name, values]) => [name, values.join().replaceAll('\r\n', '\n')]),
        ),
      ).to.deep.equal(
        Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, [value].flat().join()])),
      );
    }
  });

  it('keeps any text through any number of refusals', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).filter((one) => !/[\r\n]/.test(one));
    const form = await openForm();
    await fc.assert(
      fc.asyncProperty(text, text, async (own_words, given_name) => {
        const first = await submit(world().http, pressing(form, SEND), { own_words, given_name, email: 'none' });
        const second = await submit(world().http, pressing(formOf(first.text), SEND));
        expect(second.status).to.equal(422);
        const { fields } = formOf(second.text);
        expect([fields['own_words'], fields['given_name']]).to.deep.equal([[own_words], [given_name]]);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps a letter of ten thousand characters and refuses one more, not with an error page', async () => {
    const form = await openForm();
    const longest = '界'.repeat(9_998) + '😀';
    const kept = await submit(world().http, pressing(form, SEND), {
      ...signed,
      email: '',
      text: longest,
      own_words: 'ß'.repeat(4_000),
    });
    expect(faultsOf(kept.text).map(({ id }) => id)).to.deep.equal(['email']);
    expect(formOf(kept.text).fields['text']).to.deep.equal([longest]);
    const refused = await submit(world().http, pressing(form, SEND), { ...signed, text: 'x'.repeat(10_001) });
    expect(faultsOf(refused.text)).to.deep.equal([
      { id: 'text', message: 'The letter can have 10000 characters at the most.' },
    ]);
    expect(formOf(refused.text).fields['text']?.[0]).to.have.length(10_001);
  });

  it('sends nothing in the place of a letter that was emptied', async () => {
    const fault = [{ id: 'text', message: 'The letter is empty. Please write something here, or in your own words.' }];
    for (const button of [SEND, 'Preview']) {
      const refused = await submit(world().http, pressing(await openForm(), button), { ...signed, text: '  ' });
      expect([refused.status, faultsOf(refused.text)]).to.deep.equal([422, fault]);
      expect(formOf(refused.text).fields['text'], 'it stays empty').to.deep.equal(['  ']);
    }
    expect(await takenActions()).to.equal(0);
    const coded = await submit(world().http, await openForm(), { ...signed, text: '', postal_code: '1' });
    expect(formOf(coded.text).fields['text'], 'on the way back too').to.deep.equal(['']);
  });

  it('asks to press again when the page lay open for more than a day, and then takes it', async () => {
    const form = await openForm();
    world().moveClock(25 * HOUR);
    const typed = { ...signed, own_words: 'Kept over night.' };
    const stale = await submit(world().http, pressing(form, SEND), typed);
    expect(stale.status).to.equal(422);
    expect(faultsOf(stale.text).map(({ id }) => id)).to.deep.equal(['send']);
    expect(faultsOf(stale.text)[0]?.message).to.include('press the button again');
    expect(stale.text).to.include('id="send"');
    expect(await takenActions()).to.equal(0);
    const again = formOf(stale.text);
    expect(again.fields).to.deep.include({ own_words: ['Kept over night.'], email: [ana.email] });
    expect((await submit(world().http, pressing(again, SEND))).status).to.equal(303);
    expect(await takenActions()).to.equal(1);
  });

  const forgeries: readonly [string, (token: string) => string | undefined][] = [
    ['without a token', () => undefined],
    ['with an empty token', () => ''],
    ['with a forged token', () => `aaaaaaaaaaaaaaaaaaaaaa.${CITY}.${Date.UTC(2027, 2, 10, 15)}.${'a'.repeat(43)}`],
    ['with a tampered time', (token) => token.replace(/\.(\d+)\./, (_, at: string) => `.${Number(at) + DAY}.`)],
    [
      'with a tampered signature',
      (token) => token.replace(/.(.{5})$/, (_, end: string) => (token.at(-6) === 'a' ? 'b' : 'a') + end),
    ],
    ['with a very long token', () => 'a.'.repeat(5_000)],
  ];
  for (const [how, forge] of forgeries) {
    it(`takes nothing ${how}, and keeps what was typed`, async () => {
      const form = await openForm();
      const token = forge(form.fields['token']?.[0] ?? '');
      const response = await submit(world().http, pressing(form, SEND), { ...signed, own_words: 'Kept.', token });
      expect(response.status).to.equal(422);
      expect(faultsOf(response.text).map(({ id }) => id)).to.deep.equal(['send']);
      expect(formOf(response.text).fields['own_words']).to.deep.equal(['Kept.']);
      expect(await takenActions()).to.equal(0);
    });
  }

  it('does not accept the token of another campaign', async () => {
    const form = await openForm();
    const foreign = world().formTokens.make(NATIONAL);
    const response = await submit(world().http, pressing(form, SEND), { ...signed, token: foreign });
    expect([response.status, faultsOf(response.text)[0]?.id]).to.deep.equal([422, 'send']);
  });

  it('does not accept a token made with another secret', () => {
    const [key = '', slug = '', at = ''] = world().formTokens.make(CITY).split('.');
    expect(world().formTokens.open(CITY, world().seal.sign('receipt', `${key}.${slug}.${at}`))).to.have.property(
      'fault',
    );
    expect(world().formTokens.open(CITY, world().seal.sign('form', `${key}.${slug}.${at}`))).to.deep.equal({
      variant: '',
      drawn: '',
      madeAt: Number(at),
      key,
    });
  });

  it('asks for the ZIP code again when it cannot be used, with everything kept', async () => {
    for (const postal_code of ['', '1234', 'SW1A 2AA', '😀', 'x'.repeat(100)]) {
      for (const step of ['/find', '/preview', '']) {
        const typed = { ...signed, own_words: HOSTILE, text: HOSTILE, opt_in: 'harbourview-safe-stays', postal_code };
        const response = await submit(world().http, { ...(await openForm()), action: `/c/${CITY}${step}` }, typed);
        expect(response.status, `${postal_code} ${step}`).to.equal(422);
        expect(faultsOf(response.text)).to.deep.equal([
          { id: 'postal_code', message: 'This is not a ZIP code. A ZIP code looks like 80202.' },
        ]);
        expect(tagOf(response.text, 'postal_code')).to.include('aria-invalid="true"');
        const { fields } = formOf(response.text);
        expect(fields['own_words']?.[0]?.replaceAll('\r\n', '\n')).to.equal(HOSTILE);
        expect(fields['text']?.[0]?.replaceAll('\r\n', '\n')).to.equal(HOSTILE);
        expect(fields).to.deep.include({
          given_name: ['Ana'],
          family_name: ['Lima'],
          email: [ana.email],
          opt_in: ['harbourview-safe-stays'],
          postal_code: [postal_code],
        });
        const repaired = await submit(world().http, formOf(response.text), { postal_code: '80202' });
        expect(formOf(repaired.text).fields['own_words']?.[0]?.replaceAll('\r\n', '\n')).to.equal(HOSTILE);
      }
    }
  });

  it('takes the first of a field that comes twice, and minds no field it does not know', async () => {
    const typed = {
      ...signed,
      email: ['first@supporter.example', 'second@supporter.example'],
      postal_code: ['80202', 'nonsense'],
      given_name: ['Ana', ''],
      __proto__x: 'a',
      constructor: 'b',
      offices: 'harbourview-city-council/mayor',
      'supporter[email]': 'c',
    };
    const response = await submit(world().http, pressing(await openForm(), SEND), { ...typed, ['__proto__']: 'd' });
    expect(response.status).to.equal(303);
    expect(
      await query(world().db, 'SELECT email, given_name FROM supporters JOIN actions ON supporter_id = supporters.id'),
    ).to.deep.equal([{ email: 'first@supporter.example', given_name: 'Ana' }]);
    expect(world().announced, 'a form cannot choose offices').to.have.length(3);
  });

  it('reads a form that is no form as an empty one', async () => {
    const bodies: [string, string][] = [
      ['application/json', '{"postal_code":"80202"}'],
      ['text/plain', 'postal_code=80202'],
      ['application/x-www-form-urlencoded', ''],
      ['application/x-www-form-urlencoded', '%%%=&&&=%E0%A4%A'],
    ];
    for (const [type, body] of bodies) {
      const response = await world().http.post(`/c/${CITY}`).set('Content-Type', type).send(body);
      expect(response.status, body).to.equal(422);
      expect(formsOf(response.text)).to.have.length(1);
    }
  });
});

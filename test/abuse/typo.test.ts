import { expect } from 'chai';
import fc from 'fast-check';
import { meantAddress } from '../../src/abuse/index.js';
import { WELL_KNOWN_DOMAINS } from '../../src/abuse/mail-domains.js';
import { faultsOf, formOf, pressing, submit, tagOf } from '../support/pages.js';
import { ana, CITY, useWorld } from '../support/world.js';

const SEND = 'Send my 4 letters';

describe('a misspelled mail domain', () => {
  it('is asked about where a well-known one is meant', () => {
    const meant = {
      'ana@gmial.com': 'ana@gmail.com',
      'Ana.Lima@gmail.con': 'Ana.Lima@gmail.com',
      'ana@gamil.com': 'ana@gmail.com',
      'ana@hotmal.con': 'ana@hotmail.com',
      'ana@yaho.co.uk': 'ana@yahoo.co.uk',
      'ana@aol.con': 'ana@aol.com',
      'ana@yahoo.co': 'ana@yahoo.com',
    };
    for (const [typed, wanted] of Object.entries(meant)) expect(meantAddress(typed), typed).to.equal(wanted);
  });

  it('is none where somebody has their mail at a domain of its own', () => {
    const own = ['supporter.example', 'hotmail.nl', 'gmail.de', 'bol.com', 'we.com', 'university.edu', 'ymail.com'];
    for (const domain of [...own, ...WELL_KNOWN_DOMAINS])
      expect(meantAddress(`ana@${domain}`), domain).to.equal(undefined);
  });

  it('never leads to another misspelled one, whatever is typed', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        const meant = meantAddress(typed);
        expect(meant === undefined || meantAddress(meant) === undefined).to.equal(true);
      }),
    );
  });
});

describe('a letter whose sender misspelled their mail domain', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('is shown once more with the question, and sent when they stand by what they typed', async () => {
    const { http } = world();
    const found = await http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '80202' });
    const ask = (page: string, email: string) =>
      submit(http, pressing(formOf(page), SEND), { ...ana, email, own_words: 'We need this.' });
    const asked = await ask(found.text, 'ana@gmial.com');
    expect(asked.status).to.equal(422);
    expect(faultsOf(asked.text)).to.deep.equal([
      { id: 'email', message: 'Did you mean ana@gmail.com? If ana@gmial.com is right, send again as it is.' },
    ]);
    expect(tagOf(asked.text, 'email')).to.contain('value="ana@gmial.com"').and.to.contain('email-fault');
    expect(asked.text).to.contain('We need this.');
    const other = await ask(asked.text, 'ana@hotmial.com');
    expect(other.status, 'another one').to.equal(422);
    expect((await ask(other.text, 'Ana@gmial.com')).status, 'the first one again').to.equal(303);
    expect(await world().db('supporters').select('email')).to.deep.equal([{ email: 'Ana@gmial.com' }]);
  });
});

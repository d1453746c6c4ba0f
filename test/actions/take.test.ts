import { expect } from 'chai';
import { ana, ben, CITY, useWorld } from '../support/world.js';

type Answer = {
  id: string;
  receipt_url: string;
  letters: { office: string; name: string; channel: string; state: string }[];
};

describe('taking an action through the API', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const act = (body: object, key?: string) => {
    const post = world().http.post(`/api/v1/campaigns/${CITY}/actions`);
    return (key ? post.set('Idempotency-Key', key) : post).send(body);
  };

  it('takes one letter for each office that somebody holds', async () => {
    const response = await act({ supporter: ana });
    expect(response.status).to.equal(201);
    const answer = response.body as Answer;
    expect(answer.letters.map(({ office, channel, state }) => `${office} ${channel} ${state}`)).to.deep.equal([
      'harbourview-city-council/mayor smtp queued',
      'harbourview-city-council/ward-1 smtp queued',
      'harbourview-city-council/ward-2 smtp queued',
      'harbourview-city-council/ward-4 handover handed_over',
    ]);
    expect(world().announced).to.have.length(3);
  });

  it('answers the same request with the same action, another one with a receipt of its own, and takes nothing twice', async () => {
    const first = (await act({ supporter: ana }, 'key-1')).body as Answer;
    const again = await act({ supporter: ana }, 'key-1');
    const later = await act({ supporter: { ...ana, email: 'Ana.Lima@SUPPORTER.example' } }, 'key-2');
    expect(again.status).to.equal(200);
    expect(later.status).to.equal(201);
    expect(again.body).to.deep.equal(first);
    expect((later.body as Answer).letters).to.deep.equal(first.letters);
    expect((later.body as Answer).id).not.to.equal(first.id);
    expect((later.body as Answer).receipt_url).not.to.equal(first.receipt_url);
    const counts = await world().http.get(`/api/v1/campaigns/${CITY}/counts`);
    expect((counts.body as { actions: number }).actions).to.equal(1);
  });

  it('refuses a key that was used for another person', async () => {
    await act({ supporter: ana }, 'same');
    const response = await act({ supporter: ben }, 'same');
    expect(response.status).to.equal(409);
    expect((response.body as { type: string }).type).to.equal('urn:clarion:problem:key-reused');
  });

  it('takes many at once, each once, in few transactions', async () => {
    const people = Array.from({ length: 60 }, (_, index) => ({
      ...ana,
      email: `person${index % 40}@supporter.example`,
    }));
    const responses = await Promise.all(people.map((supporter) => act({ supporter })));
    expect(new Set(responses.map(({ status }) => status))).to.deep.equal(new Set([201]));
    const counts = await world().http.get(`/api/v1/campaigns/${CITY}/counts`);
    expect((counts.body as { actions: number }).actions).to.equal(40);
  });

  it('names every field that has to be put right', async () => {
    const response = await act({ supporter: { ...ana, email: 'nonsense', given_name: ' ' } });
    expect(response.status).to.equal(422);
    expect(response.headers['content-type']).to.include('application/problem+json');
    const { errors } = response.body as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field).sort()).to.deep.equal(['supporter.email', 'supporter.given_name']);
  });
});

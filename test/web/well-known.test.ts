import { expect } from 'chai';
import { useWorld } from '../support/world.js';

describe('a program that reads the site', () => {
  const world = useWorld({ keepsStarterPlaces: true, config: { SECURITY_CONTACT: 'mailto:security@clarion.test' } });

  it('is kept from pages about one person', async () => {
    const { text } = await world().http.get('/robots.txt');
    expect(text).to.include('User-agent: *').and.include('Disallow: /r/').and.include('Disallow: /console');
  });

  it('is told whom to tell of a hole, and until when that holds', async () => {
    const { text, status } = await world().http.get('/.well-known/security.txt');
    expect(status).to.equal(200);
    expect(text).to.include('Contact: mailto:security@clarion.test');
    const until = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
    expect(until).to.be.greaterThan(world().clock.now());
  });
});

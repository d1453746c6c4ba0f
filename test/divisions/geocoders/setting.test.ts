import { expect } from 'chai';
import { describeConfig, readConfig } from '../../../src/config.js';
import { InputError } from '../../../src/platform/errors.js';
import { useWorld } from '../../support/world.js';

describe('the setting GEOCODERS', () => {
  const world = useWorld();
  const read = (env: Record<string, string>) => readConfig({ SECRET: 'a secret for tests only', ...env });
  const faultOf = (env: Record<string, string>): string => {
    try {
      read(env);
      return 'none';
    } catch (error) {
      return error instanceof InputError ? error.message : expect.fail(String(error));
    }
  };

  it('names none at first, so that no address leaves the machine unasked', () => {
    expect(read({}).GEOCODERS).to.deep.equal([]);
    expect(world().geocoding.serves('us')).to.equal(false);
  });

  it('takes services in order, with a server of one’s own', () => {
    const env = {
      GEOCODERS: ' us-census, nominatim=http://me:word@10.0.0.7:8080/geo ,google-civic',
      GOOGLE_CIVIC_KEY: 'AIzaSomething',
    };
    expect(read(env).GEOCODERS).to.deep.equal([
      { name: 'us-census' },
      { name: 'nominatim', baseUrl: 'http://me:word@10.0.0.7:8080/geo' },
      { name: 'google-civic' },
    ]);
    const shown = describeConfig(read(env), env).filter(({ name }) => /GEO|GOOGLE/.test(name));
    expect(shown.map(({ value }) => value)).to.deep.equal([
      'us-census,nominatim=http://(hidden)@10.0.0.7:8080/geo,google-civic',
      '(hidden)',
    ]);
  });

  it('says what is wrong with it', () => {
    const names = 'us-census, postcodes-io, represent, nominatim, google-civic';
    expect(faultOf({ GEOCODERS: 'us-census,mapbox' })).to.equal(`environment GEOCODERS: "mapbox" is none of ${names}`);
    expect(faultOf({ GEOCODERS: 'nominatim' })).to.equal(
      'environment GEOCODERS: nominatim needs its server: nominatim=https://nominatim.example.org',
    );
    expect(faultOf({ GEOCODERS: 'represent=file:///etc/passwd' })).to.match(/is not an address such as https/);
    expect(faultOf({ GEOCODERS: 'us-census,us-census' })).to.equal('environment GEOCODERS: names us-census twice');
    expect(faultOf({ GEOCODERS: 'google-civic' })).to.equal(
      'environment GOOGLE_CIVIC_KEY: is needed with google-civic in GEOCODERS',
    );
  });
});

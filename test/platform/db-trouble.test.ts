import { expect } from 'chai';
import { isDatabaseTrouble } from '../../src/platform/db-trouble.js';

const withCode = (code: string): Error => Object.assign(new Error('insert into actions - no'), { code });

describe('an error of the data base', () => {
  it('is trouble of the moment where the same request may succeed later', () => {
    const codes = [
      'SQLITE_FULL',
      'SQLITE_BUSY',
      '53100',
      '57P01',
      '08006',
      '40P01',
      '25006',
      'ECONNREFUSED',
      'ECONNRESET',
    ];
    expect(codes.filter((code) => !isDatabaseTrouble(withCode(code)))).to.be.empty;
    const messages = ['Connection terminated unexpectedly', 'select 1 - Connection terminated unexpectedly'];
    expect(messages.filter((message) => !isDatabaseTrouble(new Error(message)))).to.be.empty;
  });

  it('is a fault of ours where it would fail again', () => {
    const codes = ['SQLITE_ERROR', 'SQLITE_CONSTRAINT', '42P01', '23505', '22P02', 'ENOENT'];
    expect(codes.filter((code) => isDatabaseTrouble(withCode(code)))).to.be.empty;
    expect([new Error('Connection'), 'Connection terminated', undefined].filter(isDatabaseTrouble)).to.be.empty;
  });
});
